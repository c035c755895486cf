// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ContentReader, Message, OutputMessage } from './content.ts';
import { message, objectsOf, textParts, tool } from './content-parts.ts';
import type { Wire } from './fields.ts';
import { asObject, asText } from './fields.ts';
import { itemParts, roleOf } from './openai-responses-items.ts';
import { finishReasonOfStatus } from './openai-responses-status.ts';
import {
  outputMessage,
  type Spoken,
  StreamedMessage,
} from './streamed-messages.ts';

/** Content of the Responses API, which has one answer: all items of its output are parts of one message. */
export const openaiResponsesContent: ContentReader = {
  requestMembers: new Set(['input', 'instructions', 'tools']),
  readRequest: ({ input, instructions, tools }) => ({
    systemInstructions: textParts(instructions),
    inputMessages: inputMessages(input),
    toolDefinitions: objectsOf(tools).flatMap(({ type, name }) =>
      tool(type, name)
    ),
  }),
  readResponse: json => answer(asObject(json)),
  readEvents,
};

function inputMessages(input: unknown): Message[] {
  if (typeof input === 'string') return [message('user', textParts(input))];
  return objectsOf(input).map(item => message(roleOf(item), itemParts(item)));
}

function answer(response: Wire): OutputMessage[] {
  const parts = objectsOf(response['output']).flatMap(itemParts);
  return parts.length === 0
    ? []
    : [outputMessage('assistant', parts, finishReasonOfStatus(response))];
}

/** An item of the output, as far as it has come. */
interface Item {
  readonly pieces: StreamedMessage;
  whole?: Wire;
}

/** The last event repeats the whole answer; a stream that was cut has its items and their pieces. */
function readEvents(events: readonly unknown[]): OutputMessage[] {
  const items = new Map<unknown, Item>();
  let ended: Wire = {};
  for (const json of events) {
    const event = asObject(json);
    const type = asText(event['type']) ?? '';
    if (endings.has(type)) {
      ended = asObject(event['response']);
      const whole = answer(ended);
      if (whole.length > 0) return whole;
    } else if (event['output_index'] !== undefined) {
      const index = event['output_index'];
      const item = items.get(index) ?? { pieces: new StreamedMessage() };
      items.set(index, item);
      readItemEvent(type, event, item);
    }
  }
  const parts = [...items.values()].flatMap(({ whole, pieces }) =>
    whole === undefined ? pieces.message().parts : itemParts(whole)
  );
  return parts.length === 0
    ? []
    : [outputMessage('assistant', parts, finishReasonOfStatus(ended))];
}

function readItemEvent(type: string, event: Wire, item: Item): void {
  const spoken = spokenDeltas.get(type);
  if (spoken !== undefined) {
    const slot = event['content_index'] ?? event['summary_index'] ?? 0;
    item.pieces.say(spoken, event['delta'], slot);
  } else if (callDeltas.has(type)) {
    item.pieces.call(0, { arguments: event['delta'] });
  } else if (type === 'response.output_item.done') {
    item.whole = asObject(event['item']);
  } else if (type === 'response.output_item.added') {
    const { type: kind, call_id, name } = asObject(event['item']);
    if (kind === 'function_call' || kind === 'custom_tool_call') {
      item.pieces.call(0, { id: call_id, name });
    }
  }
}

const endings: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
]);

const spokenDeltas: ReadonlyMap<string, Spoken> = new Map([
  ['response.output_text.delta', 'text'],
  ['response.refusal.delta', 'refusal'],
  ['response.reasoning_text.delta', 'reasoning'],
  ['response.reasoning_summary_text.delta', 'reasoning'],
]);

const callDeltas: ReadonlySet<string> = new Set([
  'response.function_call_arguments.delta',
  'response.custom_tool_call_input.delta',
]);
