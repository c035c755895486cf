// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { CallContent, Message, MessagePart } from './messages.ts';

/** Marks the place where a text was cut. */
const CUT = '…[truncated]';
const CUT_BYTES = Buffer.byteLength(CUT);

/** Binary content above this part of the bound is emptied, so that an image does not displace all text. */
export function maxPayloadLength(maxBytes: number): number {
  return maxBytes >> 3;
}

/**
 * Limits content to a number of bytes of JSON. Small sections are kept whole, and large ones share the rest: texts are
 * cut, binary content is emptied, and the oldest messages of a long conversation are left out.
 */
export function boundedContent(
  content: CallContent,
  maxBytes: number
): CallContent {
  const payload = maxPayloadLength(maxBytes);
  for (const message of [
    ...(content.inputMessages ?? []),
    ...(content.outputMessages ?? []),
  ]) {
    message.parts = message.parts.map(part => withoutPayload(part, payload));
  }
  const sections = Object.keys(content) as (keyof CallContent)[];
  const sizes = sections.map(section => sizeOf(content[section]));
  if (sum(sizes) <= maxBytes) return content;
  const shares = shareOut(sizes, maxBytes);
  const bounded: Record<string, unknown> = {};
  for (const [index, section] of sections.entries()) {
    const list = cutSection(content, section, shares[index] as number);
    if (list.length > 0) bounded[section] = list;
  }
  return bounded;
}

function cutSection(
  content: CallContent,
  section: keyof CallContent,
  budget: number
): unknown[] {
  switch (section) {
    case 'inputMessages':
      return cutHistory(content.inputMessages ?? [], budget);
    case 'outputMessages':
      return cutEach(content.outputMessages ?? [], budget, cutMessage);
    case 'systemInstructions':
      return cutEach(content.systemInstructions ?? [], budget, cutPart);
    case 'toolDefinitions':
      return cutEach(content.toolDefinitions ?? [], budget, () => undefined);
  }
}

/** Keeps the newest messages; the last one with any room is cut. */
function cutHistory(messages: readonly Message[], budget: number): Message[] {
  const kept: Message[] = [];
  let left = budget - BRACKETS + COMMA;
  for (const message of messages.toReversed()) {
    const size = sizeOf(message) + COMMA;
    const fitting = size <= left ? message : cutMessage(message, left - COMMA);
    if (fitting === undefined) break;
    kept.push(fitting);
    if (size > left) break;
    left -= size;
  }
  return kept.reverse();
}

/** Keeps all items, each cut to its share; an item that cannot be cut to its share is left out. */
function cutEach<T>(
  items: readonly T[],
  budget: number,
  cut: (item: T, budget: number) => T | undefined
): T[] {
  const sizes = items.map(item => sizeOf(item) + COMMA);
  const shares = shareOut(sizes, Math.max(0, budget - BRACKETS + COMMA));
  return items.flatMap((item, index) => {
    const share = shares[index] as number;
    if (sizes[index] === share) return [item];
    const shorter = cut(item, share - COMMA);
    return shorter === undefined ? [] : [shorter];
  });
}

function cutMessage<M extends Message>(
  message: M,
  budget: number
): M | undefined {
  const frame = sizeOf({ ...message, parts: [] });
  const parts = cutEach(message.parts, budget - frame + BRACKETS, cutPart);
  return frame > budget || parts.length === 0
    ? undefined
    : { ...message, parts };
}

/** Cuts the text of a part; a value that is not a text is cut as its JSON. */
function cutPart(part: MessagePart, budget: number): MessagePart | undefined {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return cutMember(part, 'content', part.content, budget);
    case 'tool_call':
      return cutMember(part, 'arguments', part.arguments, budget);
    case 'tool_call_response':
      return cutMember(part, 'response', part.response, budget);
    case 'generic': {
      const { type, generic_type, content, ...rest } = part;
      return cutMember(
        { type, generic_type },
        'content',
        content ?? rest,
        budget
      );
    }
    default:
      // A call of a provider's tool, a file or a link is useless without its end.
      return undefined;
  }
}

function cutMember(
  part: MessagePart,
  member: string,
  value: unknown,
  budget: number
): MessagePart | undefined {
  const room = budget - sizeOf({ ...part, [member]: '' });
  const text =
    typeof value === 'string' ? value : JSON.stringify(value ?? null);
  const shorter = cutText(text, room);
  return shorter === undefined ? undefined : { ...part, [member]: shorter };
}

/** Keeps as much of the beginning as fits into so many bytes of JSON, including the mark. */
function cutText(text: string, bytes: number): string | undefined {
  const room = bytes - CUT_BYTES;
  if (room <= 0) return undefined;
  let length = Math.min(text.length, room);
  for (;;) {
    // Never splits a surrogate pair.
    const code = text.charCodeAt(length - 1);
    if (code >= 0xd800 && code < 0xdc00) length--;
    const size = sizeOf(text.slice(0, length)) - QUOTES;
    if (size <= room) return text.slice(0, length) + CUT;
    length = Math.min(length - 1, Math.floor((length * room) / size));
  }
}

function withoutPayload(part: MessagePart, max: number): MessagePart {
  return part.type === 'blob' && part.content.length > max
    ? { ...part, content: '' }
    : part;
}

/** Shares out a budget: small items get all that they need, and all others the same share. */
function shareOut(sizes: readonly number[], budget: number): number[] {
  const shares: number[] = [];
  let left = budget;
  let waiting = sizes.length;
  const smallestFirst = [...sizes.entries()].sort(
    ([, first], [, second]) => first - second
  );
  for (const [index, size] of smallestFirst) {
    const share = Math.min(size, Math.floor(left / waiting--));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

const BRACKETS = 2;
const QUOTES = 2;
const COMMA = 1;

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
