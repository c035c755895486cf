// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { asCount, asObject, said } from '../fields.ts';

/**
 * Reads `usage` of Cohere, which some APIs call `meta`. If used and billed tokens are both known, the conventions require
 * the billed ones.
 */
export function readBilledUnits(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  const billed = asObject(usage['billed_units']);
  const used = asObject(usage['tokens']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens:
        asCount(billed['input_tokens']) ?? asCount(used['input_tokens']),
      outputTokens:
        asCount(billed['output_tokens']) ?? asCount(used['output_tokens']),
      cacheReadTokens: asCount(usage['cached_tokens']),
    })
  );
}
