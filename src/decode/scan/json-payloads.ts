// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { endOfString, type JsonSource } from './json-source.ts';

/** How much is read of a value that may hold binary content. */
export interface PayloadBounds {
  /** A value whose text is longer, its payloads not counted, is left out. */
  readonly maxLength: number;
  /** A payload that is longer is emptied. */
  readonly maxPayloadLength: number;
}

const COMMA = 0x2c;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
/** In front of the payload of a `data:` URL stand its type and its parameters. */
const MAX_HEAD = 200;
/** So much of a string is looked at, at its beginning, in its middle and at its end. */
const SAMPLE = 128;

/**
 * The text of a JSON value with its long base64 strings emptied; of a `data:` URL the head stays. They are jumped over
 * where they are: megabytes of an image are neither copied nor decoded. `undefined` when what is left is too long.
 */
export function withoutPayloads(
  source: JsonSource,
  start: number,
  end: number,
  { maxLength, maxPayloadLength }: PayloadBounds
): string | undefined {
  const kept: [from: number, to: number][] = [];
  let from = start;
  let length = end - start;
  for (let at = source.nextQuote(start); at !== -1 && at < end;) {
    const next = endOfString(source, at);
    const payload = payloadStart(source, at + 1, next - 1);
    if (payload !== undefined && next - payload > maxPayloadLength) {
      kept.push([from, payload]);
      from = next - 1;
      length -= from - payload;
    }
    at = source.nextQuote(next);
  }
  if (length > maxLength) return undefined;
  kept.push([from, end]);
  return kept.map(([first, last]) => source.text(first, last)).join('');
}

/** Where the base64 of a string begins; `undefined` when there is none. */
function payloadStart(
  source: JsonSource,
  start: number,
  end: number
): number | undefined {
  const from = afterHead(source, start, end);
  const size = Math.min(SAMPLE, end - from);
  const middle = from + ((end - from - size) >> 1);
  return size === SAMPLE &&
    isBase64(source, from, size) &&
    isBase64(source, middle, size) &&
    isBase64(source, end - size, size)
    ? from
    : undefined;
}

/** `data:image/png;base64,` */
function afterHead(source: JsonSource, start: number, end: number): number {
  if (source.at(start) !== 0x64 || source.at(start + 4) !== 0x3a) return start;
  const last = Math.min(end, start + MAX_HEAD);
  for (let at = start; at < last; at++) {
    if (source.at(at) === COMMA) return at + 1;
  }
  return start;
}

function isBase64(source: JsonSource, from: number, size: number): boolean {
  for (let at = from; at < from + size; at++) {
    const code = source.at(at);
    // Some write its slashes with a backslash.
    const escape = code === BACKSLASH && source.at(at + 1) === SLASH;
    if (!escape && !isDigit(code)) return false;
  }
  return true;
}

/** Of base64 in either alphabet. */
function isDigit(code: number | undefined): boolean {
  return (
    code !== undefined &&
    ((code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x2f && code <= 0x39) ||
      code === 0x2b ||
      code === 0x2d ||
      code === 0x3d ||
      code === 0x5f)
  );
}
