// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Message, MessagePart } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import {
  blob,
  generic,
  message,
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
import { outputMessage, StreamedMessage } from '../streamed-messages.ts';

/** Content of Ollama's chat. */
export const ollamaChatContent: ContentReader = {
  requestMembers: new Set(['messages', 'tools']),
  readRequest: ({ messages, tools }) => ({
    inputMessages: objectsOf(messages).map(messageOf),
    toolDefinitions: objectsOf(tools).flatMap(given =>
      tool(given['type'], asObject(given['function'])['name'])
    ),
  }),
  readResponse(json) {
    const body = asObject(json);
    const said = body['message'];
    return said === undefined
      ? []
      : [
          outputMessage(
            asObject(said)['role'],
            partsOf(asObject(said)),
            finishReasonOf(body['done_reason'])
          ),
        ];
  },
  readEvents: events =>
    assembled(events, 'message', ({ message }, into) => {
      const said = asObject(message);
      into.say('reasoning', said['thinking']);
      into.say('text', said['content']);
      into.add(objectsOf(said['tool_calls']).map(callOf));
    }),
};

/** Content of Ollama's prompt completion. */
export const ollamaGenerateContent: ContentReader = {
  requestMembers: new Set(['prompt', 'system', 'suffix', 'images']),
  readRequest({ prompt, system, suffix, images }) {
    const after = asText(suffix);
    const parts = [
      ...textParts(prompt),
      ...imageParts(images),
      ...(after === undefined ? [] : [generic('suffix', { content: after })]),
    ];
    return {
      systemInstructions: textParts(system),
      inputMessages: parts.length === 0 ? [] : [message('user', parts)],
    };
  },
  readResponse(json) {
    const { response, thinking, done_reason } = asObject(json);
    const parts = [...reasoningParts(thinking), ...textParts(response)];
    return response === undefined
      ? []
      : [outputMessage(undefined, parts, finishReasonOf(done_reason))];
  },
  readEvents: events =>
    assembled(events, 'response', ({ response, thinking }, into) => {
      into.say('reasoning', thinking);
      into.say('text', response);
    }),
};

/** One message from all lines with that member; an error has none. */
function assembled(
  events: readonly unknown[],
  member: string,
  read: (line: JsonObject, into: StreamedMessage) => void
): ReturnType<ContentReader['readEvents']> {
  const streamed = new StreamedMessage();
  let begun = false;
  for (const event of events) {
    const line = asObject(event);
    if (line[member] === undefined) continue;
    begun = true;
    read(line, streamed);
    streamed.finish(line['done_reason']);
  }
  return begun ? [streamed.message()] : [];
}

function messageOf(said: JsonObject): Message {
  const { role, content, tool_name } = said;
  return role === 'tool'
    ? message(role, [toolResponse(undefined, content)], tool_name)
    : message(role, partsOf(said));
}

function partsOf(said: JsonObject): MessagePart[] {
  return [
    ...reasoningParts(said['thinking']),
    ...textParts(said['content']),
    ...imageParts(said['images']),
    ...objectsOf(said['tool_calls']).map(callOf),
  ];
}

/** Images in base64, without a type. */
function imageParts(images: unknown): MessagePart[] {
  return Array.isArray(images)
    ? images.map((image: unknown) => blob('image', undefined, image))
    : [];
}

function callOf(call: JsonObject): MessagePart {
  const { name, arguments: args } = asObject(call['function']);
  return toolCall(call['id'], name, args);
}
