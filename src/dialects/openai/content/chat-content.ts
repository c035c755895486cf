// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Message,
  MessagePart,
  OutputMessage,
  ToolDefinition,
} from '../../../content/messages.ts';
import type { ContentReader } from '../../dialect.ts';
import {
  blob,
  contentParts,
  file,
  generic,
  linked,
  message,
  objectsOf,
  reasoningParts,
  refusal,
  textParts,
  tool,
  toolCall,
  toolResponse,
} from '../../content-parts.ts';
import type { JsonObject } from '../../fields.ts';
import { asObject, asText } from '../../fields.ts';
import { finishReasonOf } from '../../finish-reasons.ts';
import { outputMessage, StreamedMessages } from '../../streamed-messages.ts';

/** Content of chat completions of OpenAI and compatible APIs. Instructions are ordinary messages. */
export const openaiChatContent: ContentReader = {
  requestMembers: new Set(['messages', 'tools', 'functions']),
  readRequest: members => ({
    inputMessages: objectsOf(members['messages']).map(messageOf),
    toolDefinitions: [
      ...objectsOf(members['tools']).flatMap(toolOf),
      ...objectsOf(members['functions']).flatMap(({ name }) =>
        tool('function', name)
      ),
    ],
  }),
  readResponse: json =>
    objectsOf(asObject(json)['choices']).map(choice => {
      const said = asObject(choice['message']);
      return outputMessage(
        said['role'],
        partsOf(said),
        // Mistral's models on Bedrock have another name for it.
        finishReasonOf(choice['finish_reason'] ?? choice['stop_reason'])
      );
    }),
  readEvents,
};

function readEvents(events: readonly unknown[]): OutputMessage[] {
  const streamed = new StreamedMessages();
  for (const event of events) {
    for (const choice of objectsOf(asObject(event)['choices'])) {
      const into = streamed.choice(choice['index']);
      const delta = asObject(choice['delta']);
      into.role = asText(delta['role']) ?? into.role;
      into.say('reasoning', thoughtOf(delta));
      sayContent(into, delta['content']);
      into.say('refusal', delta['refusal']);
      into.say('text', asObject(delta['audio'])['transcript']);
      for (const call of objectsOf(delta['tool_calls'])) {
        into.call(call['index'], functionOf(call));
      }
      if (delta['function_call'] !== undefined) {
        into.call('function_call', asObject(delta['function_call']));
      }
      into.add(objectsOf(delta['images']).flatMap(contentPart));
      into.finish(choice['finish_reason'] ?? choice['stop_reason']);
    }
  }
  return streamed.messages();
}

/** Mistral streams reasoning as parts of the content. */
function sayContent(
  into: ReturnType<StreamedMessages['choice']>,
  content: unknown
): void {
  into.say('text', content);
  for (const part of Array.isArray(content) ? contentOf(content) : []) {
    if (part.type === 'text' || part.type === 'reasoning') {
      into.say(part.type, part.content);
    } else into.add([part]);
  }
}

function messageOf(said: JsonObject): Message {
  const { role, name } = said;
  if (role === 'tool' || role === 'function') {
    const response = toolResponse(
      said['tool_call_id'],
      answerOf(said['content'])
    );
    return message(role, [response], name);
  }
  return message(role, partsOf(said), name);
}

function partsOf(said: JsonObject): MessagePart[] {
  const { data, transcript } = asObject(said['audio']);
  const call = said['function_call'];
  return [
    ...reasoningParts(thoughtOf(said)),
    ...contentOf(said['content']),
    ...refusalParts(said['refusal']),
    ...(data === undefined ? [] : [blob('audio', undefined, data)]),
    ...textParts(transcript),
    ...objectsOf(said['images']).flatMap(contentPart),
    ...objectsOf(said['tool_calls']).map(item => {
      const { id, name, arguments: args } = functionOf(item);
      return toolCall(id, name, args);
    }),
    ...objectsOf(call == null ? [] : [call]).map(({ name, arguments: args }) =>
      toolCall(undefined, name, args)
    ),
  ];
}

/** Member with the reasoning: of DeepSeek and vLLM, or of Groq and OpenRouter. */
function thoughtOf(said: JsonObject): unknown {
  return said['reasoning_content'] ?? said['reasoning'];
}

function contentOf(content: unknown): MessagePart[] {
  return contentParts(content, contentPart);
}

function contentPart(part: JsonObject): MessagePart[] {
  const type = asText(part['type']) ?? '';
  const { image_url, input_audio } = part;
  switch (type) {
    case 'text':
      return textParts(part['text']);
    case 'refusal':
      return refusalParts(part['refusal']);
    case 'thinking':
      return thinkingParts(part['thinking']);
    case 'image_url':
      return urlParts('image', asObject(image_url)['url'] ?? image_url);
    case 'video_url':
      return urlParts('video', asObject(part['video_url'])['url']);
    case 'input_audio': {
      const { format, data } = asObject(input_audio);
      return [blob('audio', audioType(format), data)];
    }
    case 'file': {
      const { file_id, file_data } = asObject(part['file']);
      const id = asText(file_id);
      return id ? [file('document', id)] : urlParts('document', file_data);
    }
    default:
      return [generic(type, part)];
  }
}

function thinkingParts(thinking: unknown): MessagePart[] {
  if (!Array.isArray(thinking)) return reasoningParts(thinking);
  return objectsOf(thinking).flatMap(({ text }) => reasoningParts(text));
}

function refusalParts(value: unknown): MessagePart[] {
  const content = asText(value);
  return content === undefined ? [] : [refusal(content)];
}

function urlParts(modality: string, url: unknown): MessagePart[] {
  return typeof url === 'string' ? [linked(modality, url)] : [];
}

function audioType(format: unknown): string | undefined {
  const name = asText(format);
  return name && `audio/${name === 'mp3' ? 'mpeg' : name}`;
}

/** Reads the result of a tool: a string or parts. */
function answerOf(content: unknown): unknown {
  return Array.isArray(content) ? contentOf(content) : content;
}

/** Name and arguments of a call to a function or a custom tool. */
function functionOf(call: JsonObject): JsonObject {
  const custom = asObject(call['custom']);
  const called = asObject(call['function']);
  return {
    id: call['id'],
    name: called['name'] ?? custom['name'],
    arguments: called['arguments'] ?? custom['input'],
  };
}

function toolOf(given: JsonObject): ToolDefinition[] {
  const type = asText(given['type']) ?? 'function';
  const named = asObject(given[type]);
  return tool(type, named['name'] ?? given['name']);
}
