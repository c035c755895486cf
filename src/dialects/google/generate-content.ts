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
  blob,
  contentParts,
  generic,
  linked,
  message,
  modalityOf,
  objectsOf,
  reasoningParts,
  serverToolCall,
  serverToolResponse,
  textParts,
  tool,
  toolCall,
  toolResponse,
} from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';
import { StreamedMessages } from '../streamed-messages.ts';

/** Content of generateContent. Google also accepts its members in snake case. */
export const googleGenerateContent: ContentReader = {
  requestMembers: new Set([
    'contents',
    'systemInstruction',
    'system_instruction',
    'tools',
  ]),
  readRequest: members => ({
    systemInstructions: partsOf(
      members['systemInstruction'] ?? members['system_instruction']
    ),
    inputMessages: listOf(members['contents']).map(messageOf),
    toolDefinitions: listOf(members['tools']).flatMap(toolsOf),
  }),
  // Without alt=sse, a stream is one array of its events.
  readResponse: json => readParts(Array.isArray(json) ? json : [json]),
  readEvents: readParts,
};

function readParts(events: readonly unknown[]): OutputMessage[] {
  const streamed = new StreamedMessages();
  for (const event of events) {
    const candidates = objectsOf(asObject(event)['candidates']);
    for (const [position, candidate] of candidates.entries()) {
      const into = streamed.choice(candidate['index'] ?? position);
      for (const part of partsOf(candidate['content'])) {
        if (part.type === 'text' || part.type === 'reasoning') {
          into.say(part.type, part.content);
        } else into.add([part]);
      }
      into.finish(candidate['finishReason']);
    }
  }
  return streamed.messages();
}

/** A single one may be given without a list. */
function listOf(value: unknown): JsonObject[] {
  return objectsOf(Array.isArray(value) || value == null ? value : [value]);
}

function messageOf(content: JsonObject): Message {
  const { role } = content;
  return message(role === 'model' ? 'assistant' : role, partsOf(content));
}

/** Parts of a content, or of a text in its place. */
function partsOf(content: unknown): MessagePart[] {
  if (typeof content === 'string') return textParts(content);
  return contentParts(asObject(content)['parts'], partOf);
}

function partOf(part: JsonObject): MessagePart[] {
  const { text, thought } = part;
  if (text !== undefined) {
    return thought === true ? reasoningParts(text) : textParts(text);
  }
  const data = part['inlineData'] ?? part['inline_data'];
  if (data !== undefined) {
    const { mimeType, mime_type, data: content } = asObject(data);
    const type = mimeType ?? mime_type;
    return [blob(modalityOf(type), type, content)];
  }
  const stored = part['fileData'] ?? part['file_data'];
  if (stored !== undefined) {
    const { mimeType, mime_type, fileUri, file_uri } = asObject(stored);
    const type = mimeType ?? mime_type;
    const uri = asText(fileUri ?? file_uri) ?? '';
    return [linked(modalityOf(type), uri, type)];
  }
  return toolParts(part);
}

function toolParts(part: JsonObject): MessagePart[] {
  const called = part['functionCall'] ?? part['function_call'];
  if (called !== undefined) {
    const { id, name, args } = asObject(called);
    return [toolCall(id, name, args)];
  }
  const answered = part['functionResponse'] ?? part['function_response'];
  if (answered !== undefined) {
    const { id, name, response } = asObject(answered);
    // Without ids, the API pairs them by name.
    return [toolResponse(id ?? name, response)];
  }
  const code = part['executableCode'] ?? part['executable_code'];
  if (code !== undefined) {
    return [serverToolCall(undefined, EXECUTION, EXECUTION, asObject(code))];
  }
  const result = part['codeExecutionResult'] ?? part['code_execution_result'];
  if (result !== undefined) {
    return [serverToolResponse(undefined, EXECUTION, asObject(result))];
  }
  const [kind] = Object.keys(part);
  return kind === undefined ? [] : [generic(kind, part)];
}

const EXECUTION = 'code_execution';

/** The application's functions, or a tool of Google, whose name is that of its member. */
function toolsOf(given: JsonObject): ToolDefinition[] {
  return Object.entries(given).flatMap(([kind, value]) =>
    kind === 'functionDeclarations' || kind === 'function_declarations'
      ? objectsOf(value).flatMap(({ name }) => tool('function', name))
      : tool(kind, undefined)
  );
}
