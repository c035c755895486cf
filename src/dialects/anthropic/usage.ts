// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { asCount, asObject, said } from '../fields.ts';

/**
 * `usage` of Anthropic's messages. Its input leaves the cache out; that of the conventions has it in. The counts of a
 * stream are cumulative, and a later event repeats only some of them, so each is added up anew from the latest.
 */
export function readAnthropicUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = facts;
  const uncached =
    inputTokens === undefined
      ? undefined
      : inputTokens - (cacheReadTokens ?? 0) - (cacheWriteTokens ?? 0);
  const input = later(uncached, usage['input_tokens']);
  const read = later(cacheReadTokens, usage['cache_read_input_tokens']);
  const written = later(cacheWriteTokens, usage['cache_creation_input_tokens']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens:
        input === undefined ? undefined : input + (read ?? 0) + (written ?? 0),
      cacheReadTokens: read,
      cacheWriteTokens: written,
      outputTokens: asCount(usage['output_tokens']),
      reasoningTokens: asCount(
        asObject(usage['output_tokens_details'])['thinking_tokens']
      ),
    })
  );
}

/** A cumulative count cannot go back to 0: gateways say so in the event where they do not know it. */
function later(before: number | undefined, value: unknown): number | undefined {
  const count = asCount(value);
  return count === undefined || count === 0 ? (before ?? count) : count;
}
