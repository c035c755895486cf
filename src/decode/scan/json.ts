// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';
import type { DecodedBody } from '../decoder.ts';
import { type PayloadBounds, withoutPayloads } from './json-payloads.ts';
import {
  endOfString,
  endOfValue,
  isNested,
  jsonSource,
  type JsonSource,
  skipBlanks,
  skipByteOrderMark,
} from './json-source.ts';
import type { BodyReader } from '../reader.ts';

/** A nested value of a wanted member is left out when its text is longer (bytes, or UTF-16 units of a string). */
export const MAX_NESTED_LENGTH = 64 * 1024;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACE = 0x7b;

/** A body that is one JSON text: kept whole within the bound, parsed at its end. */
export class JsonReader implements BodyReader {
  readonly #body: BoundedBytes;

  constructor(maxBodyBytes: number) {
    this.#body = new BoundedBytes(maxBodyBytes);
  }

  push(bytes: Buffer): number {
    this.#body.append(bytes, 0, bytes.length);
    return 0;
  }

  end(): DecodedBody {
    const value = parseJson(this.#body.view());
    return {
      stream: false,
      values: value === undefined ? [] : [value],
      done: false,
      oversize: this.#body.overflowed,
    };
  }
}

/** The value of a JSON text in UTF-8, with or without a byte order mark; `undefined` when it is none. */
export function parseJson(bytes: Buffer): unknown {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(
      bytes.toString('utf8', marked ? 3 : 0, bytes.length)
    ) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads the wanted top-level members of a JSON object, and nothing else of it: strings are jumped over,
 * so that a megabyte of base64 costs one scan and no allocation.
 *
 * It does not validate. Where the text stops making sense, or stops, it returns what it found up to
 * there. Of equal keys the last one wins; a key that is written with escapes is not recognised; a wanted
 * object or array above {@link MAX_NESTED_LENGTH} is left out.
 *
 * @param bounds read larger values as well, but nothing of the binary content that they hold.
 */
export function selectMembers(
  source: string | Uint8Array,
  wanted: ReadonlySet<string>,
  bounds?: PayloadBounds
): Record<string, unknown> {
  const members = new Map<string, unknown>();
  try {
    readMembers(jsonSource(source), wanted, members, bounds);
  } catch {
    // A wanted value that is no JSON: the rest makes no sense either.
  }
  // Defines properties rather than assigning them: `__proto__` is a key like any other.
  return Object.fromEntries(members);
}

function readMembers(
  source: JsonSource,
  wanted: ReadonlySet<string>,
  members: Map<string, unknown>,
  bounds: PayloadBounds | undefined
): void {
  let at = skipBlanks(source, skipByteOrderMark(source));
  if (source.at(at) !== OPENING_BRACE) return;
  do {
    const keyStart = skipBlanks(source, at + 1);
    if (source.at(keyStart) !== QUOTE) return;
    const keyEnd = endOfString(source, keyStart);
    const colon = skipBlanks(source, keyEnd);
    if (source.at(colon) !== COLON) return;
    const start = skipBlanks(source, colon + 1);
    const end = endOfValue(source, start);
    if (end > source.length) return;
    const key = source.text(keyStart + 1, keyEnd - 1);
    if (wanted.has(key)) {
      const text =
        bounds === undefined
          ? textOf(source, start, end)
          : withoutPayloads(source, start, end, bounds);
      if (text === undefined) members.delete(key);
      else members.set(key, JSON.parse(text));
    }
    at = skipBlanks(source, end);
  } while (source.at(at) === COMMA);
}

function textOf(
  source: JsonSource,
  start: number,
  end: number
): string | undefined {
  return isNested(source.at(start)) && end - start > MAX_NESTED_LENGTH
    ? undefined
    : source.text(start, end);
}
