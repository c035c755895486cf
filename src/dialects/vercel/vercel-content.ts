// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Message, MessagePart } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import {
  contentParts,
  generic,
  linked,
  message,
  modalityOf,
  objectsOf,
  reasoningParts,
  textParts,
  tool,
  toolCall,
  toolResponse,
} from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';
import { finishReasonOf } from '../finish-reasons.ts';
import { outputMessage, StreamedMessages } from '../streamed-messages.ts';

/** Content of language models of the AI SDK. Instructions are ordinary messages. */
export const vercelContent: ContentReader = {
  requestMembers: new Set(['prompt', 'tools']),
  readRequest: ({ prompt, tools }) => ({
    inputMessages: objectsOf(prompt).map(messageOf),
    toolDefinitions: objectsOf(tools).flatMap(({ type, name }) =>
      tool(type, name)
    ),
  }),
  readResponse(json) {
    const { content, finishReason } = asObject(json);
    return Array.isArray(content)
      ? [outputMessage(undefined, partsOf(content), reasonOf(finishReason))]
      : [];
  },
  readEvents(events) {
    const streamed = new StreamedMessages();
    for (const event of events) {
      const part = asObject(event);
      const { type, id, delta, finishReason } = part;
      const into = streamed.choice();
      if (type === 'text-delta') into.say('text', delta, id);
      else if (type === 'reasoning-delta') into.say('reasoning', delta, id);
      else if (type === 'tool-call') into.add(partOf(part));
      else if (type === 'finish') into.finish(reasonOf(finishReason));
    }
    return streamed.messages();
  },
};

function reasonOf(value: unknown): string | undefined {
  return finishReasonOf(asText(value) ?? asObject(value)['unified']);
}

function messageOf({ role, content }: JsonObject): Message {
  return message(role, partsOf(content));
}

function partsOf(content: unknown): MessagePart[] {
  return contentParts(content, partOf);
}

function partOf(part: JsonObject): MessagePart[] {
  const type = asText(part['type']) ?? '';
  const { toolCallId, toolName, input, output, mediaType, data } = part;
  switch (type) {
    case 'text':
      return textParts(part['text']);
    case 'reasoning':
      return reasoningParts(part['text']);
    case 'file':
      return typeof data === 'string'
        ? [linked(modalityOf(mediaType), fileUrl(data, mediaType), mediaType)]
        : [generic(type)];
    case 'tool-call':
      return [toolCall(toolCallId, toolName, input)];
    case 'tool-result':
      return [toolResponse(toolCallId, output)];
    default:
      return [generic(type, part)];
  }
}

/** A URL, or base64 as a data URL. */
function fileUrl(data: string, mediaType: unknown): string {
  return /^[a-z]+:/i.test(data)
    ? data
    : `data:${asText(mediaType) ?? ''};base64,${data}`;
}
