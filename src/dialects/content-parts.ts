// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Message,
  MessagePart,
  ToolDefinition,
} from '../content/messages.ts';
import type { JsonObject } from './fields.ts';
import { asObject, asText } from './fields.ts';

/** The objects in an array of wire data. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

/** A text as a list of parts; empty if the text is empty. */
export function textParts(value: unknown): MessagePart[] {
  const content = asText(value);
  return content === undefined ? [] : [{ type: 'text', content }];
}

/** Makes the part for a model's reasoning, as far as the provider returns it. */
export function reasoningParts(value: unknown): MessagePart[] {
  const content = asText(value);
  return content === undefined ? [] : [{ type: 'reasoning', content }];
}

/** Makes the part for a refusal of the model. */
export function refusal(content: string): MessagePart {
  return generic('refusal', { content });
}

/** Parts of a message whose content is a string, or an array of parts in the provider's format. */
export function contentParts(
  content: unknown,
  partsOf: (part: JsonObject) => MessagePart[]
): MessagePart[] {
  if (!Array.isArray(content)) return textParts(content);
  return content.flatMap((part: unknown) =>
    typeof part === 'string' ? textParts(part) : partsOf(asObject(part))
  );
}

/** Makes the part for a tool call; leaves `undefined` arguments out. */
export function toolCall(
  id: unknown,
  name: unknown,
  args: unknown
): MessagePart {
  return {
    type: 'tool_call',
    ...withId(id),
    name: asText(name) ?? '',
    ...(args !== undefined &&
      args !== '' && { arguments: parsedArguments(args) }),
  };
}

/** Makes the part for the result of a tool. */
export function toolResponse(id: unknown, response: unknown): MessagePart {
  return {
    type: 'tool_call_response',
    ...withId(id),
    response: response ?? null,
  };
}

/** Makes the part for a call of a tool that the provider runs. */
export function serverToolCall(
  id: unknown,
  name: string,
  type: string,
  details: JsonObject
): MessagePart {
  return {
    type: 'server_tool_call',
    ...withId(id),
    name,
    server_tool_call: { ...details, type },
  };
}

/** Makes the part for the result of a tool that the provider runs. */
export function serverToolResponse(
  id: unknown,
  type: string,
  details: JsonObject
): MessagePart {
  return {
    type: 'server_tool_call_response',
    ...withId(id),
    server_tool_call_response: { ...details, type },
  };
}

/** Makes the part for binary content in base64. */
export function blob(
  modality: string,
  mimeType: unknown,
  content: unknown
): MessagePart {
  const mime = asText(mimeType);
  return {
    type: 'blob',
    modality,
    ...(mime !== undefined && { mime_type: mime }),
    content: typeof content === 'string' ? withoutHead(content) : '',
  };
}

const DATA_URL = /^data:([^;,]*)[^,]{0,200},/i;

function withoutHead(content: string): string {
  const data = DATA_URL.exec(content);
  return data === null ? content : content.slice(data[0].length);
}

/** Makes the part for a file that the provider stores. */
export function file(modality: string, id: string): MessagePart {
  return { type: 'file', modality, file_id: id };
}

/** Makes the part for a URL; a `data:` URL contains the content itself. */
export function linked(
  modality: string,
  url: string,
  mimeType?: unknown
): MessagePart {
  const data = DATA_URL.exec(url);
  if (data !== null) return blob(modality, data[1], url);
  const mime = asText(mimeType);
  return {
    type: 'uri',
    modality,
    ...(mime !== undefined && { mime_type: mime }),
    uri: url,
  };
}

/** Makes the part for content that the schemas do not know. */
export function generic(
  type: string,
  details: Record<string, unknown> = {}
): MessagePart {
  return { ...details, type: 'generic', generic_type: type };
}

/** Makes a message, unless it is empty. */
export function message(
  role: unknown,
  parts: MessagePart[],
  name?: unknown
): Message {
  const called = asText(name);
  return {
    role: asText(role) ?? 'user',
    parts,
    ...(called !== undefined && { name: called }),
  };
}

/** Makes a tool definition; a provider's built-in tool may have its type as its only name. */
export function tool(type: unknown, name: unknown): ToolDefinition[] {
  const kind = asText(type) ?? 'function';
  const called = asText(name) ?? (kind === 'function' ? undefined : kind);
  return called === undefined ? [] : [{ type: kind, name: called }];
}

/** Returns the modality of a MIME type. */
export function modalityOf(mimeType: unknown): string {
  const kind = asText(mimeType)?.split('/', 1)[0]?.toLowerCase();
  return kind === 'image' || kind === 'audio' || kind === 'video'
    ? kind
    : 'document';
}

/** Parses arguments, which are JSON in a string. Text that does not parse, such as from a cut stream, stays a string. */
export function parsedArguments(args: unknown): unknown {
  if (typeof args !== 'string') return args;
  try {
    return JSON.parse(args) as unknown;
  } catch {
    return args;
  }
}

function withId(value: unknown): { id?: string } {
  const id = asText(value);
  return id === undefined ? {} : { id };
}
