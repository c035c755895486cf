// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Message,
  MessagePart,
  OutputMessage,
} from '../../../content/messages.ts';
import type { ContentReader } from '../../dialect.ts';
import { message, objectsOf, textParts, tool } from '../../content-parts.ts';
import type { JsonObject } from '../../fields.ts';
import { asObject, asText } from '../../fields.ts';
import { itemParts, roleOf } from './responses-items.ts';
import { finishReasonOfStatus } from '../responses-status.ts';
import {
  outputMessage,
  type Spoken,
  StreamedMessage,
} from '../../streamed-messages.ts';

/** Content of the Responses API. It has one answer, so all items of its output are parts of one message. */
export const openaiResponsesContent: ContentReader = {
  requestMembers: new Set(['input', 'instructions', 'tools']),
  readRequest: ({ input, instructions, tools }) => ({
    systemInstructions: textParts(instructions),
    inputMessages: inputMessages(input),
    toolDefinitions: objectsOf(tools).flatMap(({ type, name }) =>
      tool(type, name)
    ),
  }),
  readResponse: json => answer(asObject(json), outputOf(asObject(json))),
  readEvents,
};

function inputMessages(input: unknown): Message[] {
  if (typeof input === 'string') return [message('user', textParts(input))];
  return objectsOf(input).map(item => message(roleOf(item), itemParts(item)));
}

function outputOf(response: JsonObject): MessagePart[] {
  return objectsOf(response['output']).flatMap(itemParts);
}

/** A filtered message may be empty; an answer that failed before its first word is no message. */
function answer(response: JsonObject, parts: MessagePart[]): OutputMessage[] {
  const reason = finishReasonOfStatus(response);
  const silent = reason === undefined || reason === 'error';
  return parts.length === 0 && silent
    ? []
    : [outputMessage('assistant', parts, reason)];
}

/** An item of the output, as far as it was received. */
interface Item {
  readonly pieces: StreamedMessage;
  whole?: JsonObject;
}

/** The last event repeats the whole answer; for a stream that was cut off, the items and their pieces are used. */
function readEvents(events: readonly unknown[]): OutputMessage[] {
  const items = new Map<unknown, Item>();
  let ended: JsonObject = {};
  for (const json of events) {
    const event = asObject(json);
    const type = asText(event['type']) ?? '';
    if (endings.has(type)) {
      ended = asObject(event['response']);
    } else if (event['output_index'] !== undefined) {
      const index = event['output_index'];
      const item = items.get(index) ?? { pieces: new StreamedMessage() };
      items.set(index, item);
      readItemEvent(type, event, item);
    }
  }
  const parts = outputOf(ended);
  if (parts.length > 0) return answer(ended, parts);
  const pieces = [...items.values()].flatMap(({ whole, pieces }) =>
    whole === undefined ? pieces.message().parts : itemParts(whole)
  );
  return answer(ended, pieces);
}

function readItemEvent(type: string, event: JsonObject, item: Item): void {
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
