// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes, parseJson } from '../bytes.ts';
import { JsonArrayReader } from './json-array.ts';
import { NdjsonReader } from './ndjson.ts';
import type { BodyReader, DecodedBody, DecoderOptions } from '../reader.ts';
import { JsonOutline } from '../scan/outline.ts';

const LINE_FEED = 0x0a;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** White space and the byte order mark. */
const SKIPPED = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
const ARRAY = Buffer.from('[');
/** A larger body is scanned as it arrives, unless all of it is wanted. */
const MAX_HELD_BYTES = 32 * 1024;
/** Memory of a body that was read, for the next one: new memory outside the heap costs more than the copy into it. */
let spare: Buffer | undefined;

/** Reads a JSON body. It reads an array of objects, or objects on one line each, as they arrive; anything else as a whole. */
export class JsonBodyReader implements BodyReader {
  readonly #options: DecoderOptions;
  readonly #held: BoundedBytes;
  #chosen: BodyReader | undefined;
  /** The opening bracket of an array has arrived, but nothing of its first element. */
  #opened = false;
  #begun = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#held = new BoundedBytes(
      options.everyEvent ? options.maxBodyBytes : MAX_HELD_BYTES,
      spare
    );
    spare = undefined;
  }

  push(bytes: Buffer): number {
    if (this.#chosen !== undefined) return this.#chosen.push(bytes);
    if (this.#begun) return this.#hold(bytes);
    for (let at = 0; at < bytes.length; at++) {
      const code = bytes[at] as number;
      if (SKIPPED.has(code)) continue;
      if (!this.#opened && code === OPENING_BRACKET) {
        this.#opened = true;
        continue;
      }
      this.#begun = true;
      const rest = at === 0 ? bytes : bytes.subarray(at);
      if (!this.#opened) return this.#hold(rest);
      if (code !== OPENING_BRACE) {
        this.#hold(ARRAY);
        return this.#hold(rest);
      }
      this.#chosen = new JsonArrayReader(this.#options);
      this.#chosen.push(ARRAY);
      return this.#chosen.push(rest);
    }
    return 0;
  }

  end(): DecodedBody {
    if (this.#chosen !== undefined) return this.#chosen.end();
    if (this.#opened && !this.#begun) this.#hold(ARRAY);
    const text = this.#held.view();
    const value = parseJson(text);
    const body =
      value === undefined && text[0] === OPENING_BRACE
        ? this.#readTexts(text)
        : undefined;
    const memory = this.#held.release();
    if (memory !== undefined && memory.length <= MAX_HELD_BYTES) spare = memory;
    return body ?? whole(value, false);
  }

  /** Reads several JSON texts on one line; `undefined` if there is only a broken one. */
  #readTexts(text: Buffer): DecodedBody | undefined {
    const reader = new JsonTextsReader(this.#options);
    return reader.push(text) > 1 ? reader.end() : undefined;
  }

  #hold(bytes: Buffer): number {
    const held = this.#held;
    const from = held.length;
    if (from + bytes.length > held.limit) {
      const outline = new JsonOutline();
      outline.push(held.view());
      held.release();
      this.#chosen = new LargeReader(outline);
      return this.#chosen.push(bytes);
    }
    held.append(bytes, 0, bytes.length);
    // The first bytes are read without a copy.
    const looked = from === 0 ? bytes : held.view();
    if (!hasSecondLine(looked, from)) return 0;
    const Reader = isOnOneLine(looked) ? NdjsonReader : JsonTextsReader;
    this.#chosen = new Reader(this.#options);
    const completed = this.#chosen.push(held.view());
    held.release();
    return completed;
  }
}

/** Reads JSON objects one after another, whatever white space is in and between them: as the elements of an array. */
class JsonTextsReader implements BodyReader {
  readonly #elements: JsonArrayReader;

  constructor(options: DecoderOptions) {
    this.#elements = new JsonArrayReader(options);
    this.#elements.push(ARRAY);
  }

  push(bytes: Buffer): number {
    return this.#elements.push(bytes);
  }

  end(): DecodedBody {
    const body = this.#elements.end();
    return { ...body, stream: true, values: body.values[0] as unknown[] };
  }
}

/** Reads a body that is too large to be buffered. */
class LargeReader implements BodyReader {
  readonly #outline: JsonOutline;

  constructor(outline: JsonOutline) {
    this.#outline = outline;
  }

  push(bytes: Buffer): number {
    this.#outline.push(bytes);
    return 0;
  }

  end(): DecodedBody {
    return whole(this.#outline.end(), true);
  }
}

function whole(value: unknown, oversize: boolean): DecodedBody {
  const values = value === undefined ? [] : [value];
  return { stream: false, values, done: false, oversize };
}

/** Whether the first object ends on its first line. */
function isOnOneLine(bytes: Buffer): boolean {
  let end = bytes.indexOf(LINE_FEED);
  while (SKIPPED.has(bytes[end] ?? 0)) end--;
  return bytes[end] === CLOSING_BRACE;
}

/**
 * Whether an object begins on the line after one that ended with an object. In one JSON text that cannot be: a comma would
 * separate them, and strings contain no line feed.
 *
 * @param from start of the bytes that were not checked before
 */
function hasSecondLine(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at++) {
    at = bytes.indexOf(OPENING_BRACE, at);
    if (at === -1) return false;
    let before = at - 1;
    let lines = 0;
    while (SKIPPED.has(bytes[before] ?? 0)) {
      if (bytes[before--] === LINE_FEED) lines++;
    }
    if (lines > 0 && bytes[before] === CLOSING_BRACE) return true;
  }
  return false;
}
