// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MessagePart } from '../../content/messages.ts';
import {
  blob,
  contentParts,
  file,
  generic,
  linked,
  reasoningParts,
  serverToolCall,
  serverToolResponse,
  textParts,
  toolCall,
  toolResponse,
} from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';

/** Reads the content of a message or of instructions: a string or blocks. */
export function blocksOf(content: unknown): MessagePart[] {
  return contentParts(content, blockParts);
}

function blockParts(block: JsonObject): MessagePart[] {
  const type = asText(block['type']) ?? '';
  const { id, name, input, content, source } = block;
  switch (type) {
    case 'text':
      return textParts(block['text']);
    case 'thinking':
      return reasoningParts(block['thinking']);
    case 'image':
      return sourceParts('image', asObject(source));
    case 'document':
      return sourceParts('document', asObject(source));
    case 'tool_use':
      return [toolCall(id, name, input)];
    case 'tool_result':
      return [toolResponse(block['tool_use_id'], answerOf(content))];
    case 'server_tool_use':
    case 'mcp_tool_use': {
      const called = asText(name) ?? type;
      return [serverToolCall(id, called, called, { input })];
    }
    case 'redacted_thinking':
      // Encrypted, so its text cannot be read.
      return [generic(type)];
    default:
      return type.endsWith('_tool_result')
        ? [serverToolResponse(block['tool_use_id'], type, { content })]
        : [generic(type, block)];
  }
}

function sourceParts(modality: string, source: JsonObject): MessagePart[] {
  const { media_type, data, url, file_id } = source;
  switch (source['type']) {
    case 'base64':
      return [blob(modality, media_type, data)];
    case 'url':
      return typeof url === 'string' ? [linked(modality, url)] : [];
    case 'file':
      return [file(modality, asText(file_id) ?? '')];
    case 'text':
      return textParts(data);
    case 'content':
      return blocksOf(source['content']);
    default:
      return [generic(modality, source)];
  }
}

/** Reads the result of a tool: a string or parts. */
function answerOf(content: unknown): unknown {
  return Array.isArray(content) ? blocksOf(content) : content;
}
