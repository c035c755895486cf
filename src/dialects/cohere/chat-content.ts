// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Message,
  MessagePart,
  OutputMessage,
  ToolDefinition,
} from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import {
  contentParts,
  generic,
  linked,
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

/** Content of Cohere's chat, in version 2 and in version 1, which has other names for the same fields. */
export const cohereChatContent: ContentReader = {
  requestMembers: new Set([
    'messages',
    'tools',
    'message',
    'chat_history',
    'preamble',
    'tool_results',
  ]),
  readRequest: members => ({
    // Version 1 has a separate field for instructions.
    systemInstructions: textParts(members['preamble']),
    inputMessages: [
      ...objectsOf(members['messages']).map(messageOf),
      ...objectsOf(members['chat_history']).map(earlierMessage),
      ...textParts(members['message']).map(part => message('user', [part])),
      ...objectsOf(members['tool_results']).map(({ call, outputs }) =>
        message('tool', [toolResponse(asObject(call)['name'], outputs)])
      ),
    ],
    toolDefinitions: objectsOf(members['tools']).flatMap(toolOf),
  }),
  readResponse: json => answer(asObject(json)),
  readEvents,
};

function answer(body: JsonObject): OutputMessage[] {
  const reason = finishReasonOf(body['finish_reason']);
  const said = body['message'];
  if (typeof said === 'object' && said !== null) {
    const { role } = asObject(said);
    return [outputMessage(role, partsOf(asObject(said)), reason)];
  }
  const parts = [
    ...textParts(body['text']),
    ...objectsOf(body['tool_calls']).map(callOf),
  ];
  // An error contains only a human-readable text.
  return typeof said === 'string' || parts.length === 0
    ? []
    : [outputMessage('assistant', parts, reason)];
}

function readEvents(events: readonly unknown[]): OutputMessage[] {
  const said = new StreamedMessage();
  let begun = false;
  for (const json of events) {
    const event = asObject(json);
    if (event['event_type'] !== undefined) {
      begun = true;
      readEarlierEvent(event, said);
      continue;
    }
    const delta = asObject(event['delta']);
    const piece = asObject(delta['message']);
    begun ||= event['type'] === 'message-start';
    const content = asObject(piece['content']);
    const slot = event['index'] ?? 0;
    said.say('reasoning', piece['tool_plan']);
    said.say('reasoning', content['thinking'], slot);
    said.say('text', content['text'], slot);
    for (const call of objectsOf([piece['tool_calls']].flat())) {
      const { name, arguments: args } = asObject(call['function']);
      if (event['type'] === 'tool-call-start' || args !== undefined) {
        said.call(slot, { id: call['id'], name, arguments: args });
      }
    }
    said.finish(delta['finish_reason']);
  }
  return begun ? [said.message()] : [];
}

/** The last event of version 1 repeats the answer. */
function readEarlierEvent(event: JsonObject, said: StreamedMessage): void {
  switch (event['event_type']) {
    case 'text-generation':
      return said.say('text', event['text']);
    case 'tool-calls-generation':
      return said.add(objectsOf(event['tool_calls']).map(callOf));
    case 'stream-end':
      return said.finish(event['finish_reason']);
  }
}

function messageOf(said: JsonObject): Message {
  const { role, tool_call_id, content } = said;
  return role === 'tool'
    ? message(role, [toolResponse(tool_call_id, answerOf(content))])
    : message(role, partsOf(said));
}

/** USER, CHATBOT, SYSTEM, TOOL */
function earlierMessage(said: JsonObject): Message {
  const role = asText(said['role'])?.toLowerCase();
  return message(role === 'chatbot' ? 'assistant' : role, [
    ...textParts(said['message']),
    ...objectsOf(said['tool_calls']).map(callOf),
    ...objectsOf(said['tool_results']).map(({ call, outputs }) =>
      toolResponse(asObject(call)['name'], outputs)
    ),
  ]);
}

function partsOf(said: JsonObject): MessagePart[] {
  return [
    ...reasoningParts(said['tool_plan']),
    ...contentParts(said['content'], contentPart),
    ...objectsOf(said['tool_calls']).map(callOf),
  ];
}

function contentPart(part: JsonObject): MessagePart[] {
  const { type, text, thinking, image_url } = part;
  switch (type) {
    case 'text':
      return textParts(text);
    case 'thinking':
      return reasoningParts(thinking);
    case 'image_url': {
      const url = asText(asObject(image_url)['url']);
      return url === undefined ? [] : [linked('image', url)];
    }
    default:
      return [generic(asText(type) ?? '', part)];
  }
}

/** A tool call of version 2 or version 1. */
function callOf(call: JsonObject): MessagePart {
  const { name, arguments: args } = asObject(call['function']);
  return toolCall(call['id'], name ?? call['name'], args ?? call['parameters']);
}

/** Reads the result of a tool: a string or parts. */
function answerOf(content: unknown): unknown {
  return Array.isArray(content) ? contentParts(content, contentPart) : content;
}

function toolOf(given: JsonObject): ToolDefinition[] {
  const { name } = asObject(given['function']);
  return tool(given['type'], name ?? given['name']);
}
