// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { asText } from './fields.ts';

/** The providers' finish reasons for each one of the conventions. Providers also differ in letter case. */
const WORDS = {
  stop: [
    'stop',
    'end_turn',
    'stop_sequence',
    'complete',
    'completed',
    'eos_token',
    'finish',
    'finished',
    'stop_criteria_met',
    'endoftext',
  ],
  length: [
    'length',
    'max_tokens',
    'max_output_tokens',
    'model_length',
    'model_context_window_exceeded',
    'token_limit',
  ],
  content_filter: [
    'content_filter',
    'content_filtered',
    'content-filter',
    'guardrail_intervened',
    'refusal',
    'safety',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'image_safety',
    'error_toxic',
    'sensitive',
  ],
  tool_call: [
    'tool_call',
    'tool_calls',
    'tool-calls',
    'function_call',
    'tool_use',
  ],
  error: [
    'error',
    'failed',
    'cancelled',
    'error_limit',
    'timeout',
    'malformed_function_call',
    'network_error',
    'insufficient_system_resource',
  ],
} as const satisfies Record<string, readonly string[]>;

const reasons: ReadonlyMap<string, string> = new Map(
  Object.entries(WORDS).flatMap(([reason, words]) =>
    words.map(word => [word, reason] as const)
  )
);

/** The finish reason in the words of the conventions if they have one, else the provider's own. */
export function finishReasonOf(value: unknown): string | undefined {
  const said = asText(value);
  return said && (reasons.get(said.toLowerCase()) ?? said);
}
