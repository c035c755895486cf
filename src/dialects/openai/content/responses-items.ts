// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MessagePart } from '../../../content/messages.ts';
import {
  blob,
  contentParts,
  file,
  generic,
  linked,
  objectsOf,
  reasoningParts,
  refusal,
  serverToolCall,
  textParts,
  toolCall,
  toolResponse,
} from '../../content-parts.ts';
import type { JsonObject } from '../../fields.ts';
import { asText } from '../../fields.ts';

/** Parts of one item of the input or the output. */
export function itemParts(item: JsonObject): MessagePart[] {
  const { id, call_id, name } = item;
  const type = asText(item['type']) ?? 'message';
  switch (type) {
    case 'message':
      return contentParts(item['content'], contentPart);
    case 'reasoning':
      return thoughts(item);
    case 'function_call':
      return [toolCall(call_id, name, item['arguments'])];
    case 'custom_tool_call':
      return [toolCall(call_id, name, item['input'])];
    case 'computer_call':
    case 'local_shell_call':
    case 'shell_call':
    case 'apply_patch_call':
      // The application runs these tools, as it runs its own.
      return [
        toolCall(call_id, toolName(type), item['action'] ?? item['operation']),
      ];
    case 'image_generation_call':
      return [
        serverToolCall(id, toolName(type), type, {}),
        ...(item['result'] === undefined
          ? []
          : [blob('image', undefined, item['result'])]),
      ];
    case 'item_reference':
      return [generic(type, { id })];
    default:
      if (type.endsWith('_call_output')) {
        return [toolResponse(call_id, outputOf(item['output']))];
      }
      return type.endsWith('_call')
        ? [
            serverToolCall(
              id,
              asText(name) ?? toolName(type),
              type,
              asked(item)
            ),
          ]
        : [generic(type, item)];
  }
}

/** Returns the role of an item, also if the item has no member for it. */
export function roleOf(item: JsonObject): string {
  const type = asText(item['type']) ?? 'message';
  const role = asText(item['role']);
  if (role !== undefined) return role;
  if (type.endsWith('_output')) return 'tool';
  return type === 'message' || type === 'item_reference' ? 'user' : 'assistant';
}

function contentPart(part: JsonObject): MessagePart[] {
  const { type, file_id, file_data, file_url, image_url } = part;
  switch (type) {
    case 'input_text':
    case 'output_text':
    case 'text':
    case 'summary_text':
      return textParts(part['text']);
    case 'reasoning_text':
      return reasoningParts(part['text']);
    case 'refusal': {
      const content = asText(part['refusal']);
      return content === undefined ? [] : [refusal(content)];
    }
    case 'input_image':
      return binary('image', file_id, image_url);
    case 'input_file':
      return binary('document', file_id, file_data ?? file_url);
    default:
      return [generic(asText(type) ?? '', part)];
  }
}

function binary(modality: string, id: unknown, url: unknown): MessagePart[] {
  const known = asText(id);
  if (known !== undefined) return [file(modality, known)];
  return typeof url === 'string' ? [linked(modality, url)] : [];
}

/** Reads the reasoning of the model, or its summary if the reasoning is hidden. */
function thoughts(item: JsonObject): MessagePart[] {
  const shown = objectsOf(item['content']);
  return (shown.length > 0 ? shown : objectsOf(item['summary'])).flatMap(
    ({ text }) => reasoningParts(text)
  );
}

/** Reads the result of a tool: a string or parts. */
function outputOf(output: unknown): unknown {
  return Array.isArray(output) ? contentParts(output, contentPart) : output;
}

function toolName(type: string): string {
  return type.slice(0, -'_call'.length);
}

/** Reads the arguments of a tool that the provider runs, without its result. */
function asked(item: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(item).filter(([key]) => questions.has(key))
  );
}

const questions: ReadonlySet<string> = new Set([
  'action',
  'queries',
  'code',
  'server_label',
  'arguments',
]);
