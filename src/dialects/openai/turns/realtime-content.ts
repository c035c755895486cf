// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Message,
  MessagePart,
  OutputMessage,
  RequestContent,
} from '../../../content/messages.ts';
import { message, objectsOf, textParts, tool } from '../../content-parts.ts';
import { asObject, asText, type JsonObject } from '../../fields.ts';
import { outputMessage } from '../../streamed-messages.ts';
import { itemParts, roleOf } from '../content/responses-items.ts';
import { readStatus } from './realtime-status.ts';

/** Instructions, tools and messages of a session or of a request. */
export function sessionContent({
  instructions,
  tools,
  input,
}: JsonObject): RequestContent {
  return {
    ...(asText(instructions) !== undefined && {
      systemInstructions: textParts(instructions),
    }),
    ...(Array.isArray(tools) && {
      toolDefinitions: objectsOf(tools).flatMap(({ type, name }) =>
        tool(type, name)
      ),
    }),
    ...(Array.isArray(input) && { inputMessages: input.flatMap(itemMessages) }),
  };
}

/** The message that an item of a conversation is. */
export function itemMessages(value: unknown): Message[] {
  const item = asObject(value);
  const parts = partsOf(item);
  return parts.length === 0 ? [] : [message(roleOf(item), parts)];
}

/** All items of a response are parts of one message. */
export function outputMessages(response: JsonObject): OutputMessage[] {
  const parts = objectsOf(response['output']).flatMap(partsOf);
  if (parts.length === 0) return [];
  const facts: { finishReasons?: (string | undefined)[] } = {};
  readStatus(response, facts);
  return [outputMessage('assistant', parts, facts.finishReasons?.[0])];
}

/** Of sound, only its transcript. */
function partsOf(item: JsonObject): MessagePart[] {
  const type = asText(item['type']) ?? 'message';
  if (type !== 'message') return itemParts(item);
  return objectsOf(item['content']).flatMap(part =>
    textParts(part['text'] ?? part['transcript'])
  );
}
