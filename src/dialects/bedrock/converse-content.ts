// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MessagePart } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import {
  blob,
  contentParts,
  generic,
  linked,
  message,
  objectsOf,
  reasoningParts,
  serverToolCall,
  textParts,
  tool,
  toolCall,
  toolResponse,
} from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';
import { finishReasonOf } from '../finish-reasons.ts';
import { outputMessage, StreamedMessage } from '../streamed-messages.ts';

/** Content of Converse and ConverseStream: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const bedrockConverseContent: ContentReader = {
  requestMembers: new Set(['system', 'messages', 'toolConfig']),
  readRequest: ({ system, messages, toolConfig }) => ({
    systemInstructions: blocksOf(system),
    inputMessages: objectsOf(messages).map(({ role, content }) =>
      message(role, blocksOf(content))
    ),
    toolDefinitions: objectsOf(asObject(toolConfig)['tools']).flatMap(
      ({ toolSpec, systemTool }) => [
        ...tool('function', asObject(toolSpec)['name']),
        ...(systemTool === undefined
          ? []
          : tool('systemTool', asObject(systemTool)['name'])),
      ]
    ),
  }),
  readResponse(json) {
    const { output, stopReason } = asObject(json);
    const said = asObject(output)['message'];
    if (said === undefined) return [];
    const { role, content } = asObject(said);
    return [outputMessage(role, blocksOf(content), finishReasonOf(stopReason))];
  },
  readEvents(events) {
    const said = new StreamedMessage();
    let begun = false;
    for (const json of events) {
      const { type, payload } = asObject(json);
      const event = asObject(payload);
      const slot = event['contentBlockIndex'];
      if (type === 'messageStart') {
        begun = true;
        said.role = asText(event['role']) ?? said.role;
      } else if (type === 'contentBlockStart') {
        const { toolUse } = asObject(event['start']);
        const { toolUseId: id, name } = asObject(toolUse);
        if (toolUse !== undefined) said.call(slot, { id, name });
      } else if (type === 'contentBlockDelta') {
        const { text, toolUse, reasoningContent } = asObject(event['delta']);
        said.say('text', text, slot);
        said.say('reasoning', asObject(reasoningContent)['text'], slot);
        if (toolUse !== undefined) {
          said.call(slot, { arguments: asObject(toolUse)['input'] });
        }
      } else if (type === 'messageStop') {
        said.finish(event['stopReason']);
      }
    }
    return begun ? [said.message()] : [];
  },
};

function blocksOf(content: unknown): MessagePart[] {
  return contentParts(content, blockParts);
}

/** A block has one member, whose name is its type. */
function blockParts(block: JsonObject): MessagePart[] {
  const [kind] = Object.keys(block);
  if (kind === undefined) return [];
  const value = asObject(block[kind]);
  switch (kind) {
    case 'text':
      return textParts(block['text']);
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return sourceParts(kind, value);
    case 'toolUse': {
      const { toolUseId, name, input } = value;
      return value['type'] === 'server_tool_use'
        ? [serverTool(toolUseId, name, input)]
        : [toolCall(toolUseId, name, input)];
    }
    case 'toolResult':
      return [toolResponse(value['toolUseId'], answerOf(value['content']))];
    case 'reasoningContent':
      return reasoningParts(asObject(value['reasoningText'])['text']);
    case 'guardContent':
      return value['text'] === undefined
        ? blocksOf([value])
        : textParts(asObject(value['text'])['text']);
    case 'cachePoint':
      return [];
    default:
      return [generic(kind, block)];
  }
}

function serverTool(id: unknown, name: unknown, input: unknown): MessagePart {
  const called = asText(name) ?? 'server_tool_use';
  return serverToolCall(id, called, called, { input });
}

/** Bytes in base64, a location in S3, or, for documents, a text. */
function sourceParts(modality: string, value: JsonObject): MessagePart[] {
  const { bytes, s3Location, text, content } = asObject(value['source']);
  const format = asText(value['format']);
  const type = modality === 'document' ? undefined : format;
  const mimeType = type && `${modality}/${type}`;
  if (bytes !== undefined) return [blob(modality, mimeType, bytes)];
  const uri = asText(asObject(s3Location)['uri']);
  if (uri !== undefined) return [linked(modality, uri, mimeType)];
  return [...textParts(text), ...blocksOf(content)];
}

/** A tool result that is only one text or JSON value is recorded as that value. */
function answerOf(content: unknown): unknown {
  const parts = objectsOf(content);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) {
    return first['json'] ?? first['text'] ?? blocksOf(content);
  }
  return parts.flatMap(part =>
    part['json'] === undefined
      ? blockParts(part)
      : [generic('json', { content: part['json'] })]
  );
}
