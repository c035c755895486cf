// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../fields.ts';
import { asObject } from '../fields.ts';

/** The finish reason of a response. The API has no such field, so it is derived from `status`. */
export function finishReasonOfStatus(response: JsonObject): string | undefined {
  switch (response['status']) {
    case 'completed':
      return callsTool(response['output']) ? 'tool_call' : 'stop';
    case 'incomplete':
      return incompleteReasons.get(
        asObject(response['incomplete_details'])['reason']
      );
    case 'failed':
    case 'cancelled':
      return 'error';
    default:
      return undefined;
  }
}

function callsTool(output: unknown): boolean {
  return (
    Array.isArray(output) &&
    output.some(item => toolCalls.has(asObject(item)['type']))
  );
}

/** Output items that the application has to answer before the model continues. */
const toolCalls: ReadonlySet<unknown> = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
]);

const incompleteReasons: ReadonlyMap<unknown, string> = new Map([
  ['max_output_tokens', 'length'],
  ['content_filter', 'content_filter'],
]);
