// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';
import { KeptEvents } from '../kept/kept-events.ts';
import type { BodyReader, DecodedBody, DecoderOptions } from '../reader.ts';
import { OPEN_ESCAPED, StringEndFinder } from '../scan/string-end.ts';

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** Memory kept for elements that cross chunks; any more is released after each element. */
const SPARE_BYTES = 16 * 1024;

/**
 * Reads one JSON array whose elements arrive piecewise, as Gemini streams unless the request asks for SSE. Each complete
 * element that is an object counts as a chunk. The reader keeps the first and the last elements and returns them as one
 * array. Until the end it decodes nothing, and copies only elements that cross chunks.
 */
export class JsonArrayReader implements BodyReader {
  readonly #everyEvent: boolean;
  readonly #events: KeptEvents;
  readonly #stringEnd = new StringEndFinder();
  /** The beginning of an element that is not complete yet. */
  readonly #carry: BoundedBytes;
  /** The open element is too large to be buffered. */
  #large = false;
  /** 1 inside the array; less before it begins and after it ends. */
  #depth = 0;
  #ended = false;
  #inString = false;
  /** The chunk ended after a backslash. */
  #escaped = false;

  constructor(options: DecoderOptions) {
    this.#everyEvent = options.everyEvent;
    this.#events = new KeptEvents(options);
    this.#carry = new BoundedBytes(this.#events.maxEventBytes);
  }

  push(bytes: Buffer): number {
    let completed = 0;
    // Start of the open element, if it begins in this chunk.
    let start = 0;
    for (let at = 0; at < bytes.length && !this.#ended;) {
      if (this.#inString) {
        at = this.#endOfString(bytes, at);
        continue;
      }
      const code = bytes[at++];
      if (code === QUOTE) {
        this.#inString = true;
      } else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
        if (this.#depth++ === 1) start = at - 1;
      } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
        this.#depth--;
        if (this.#depth === 1) completed += this.#complete(bytes, start, at);
        this.#ended = this.#depth < 1;
      }
    }
    this.#stringEnd.reset();
    if (this.#depth > 1) this.#hold(bytes, start);
    return completed;
  }

  end(): DecodedBody {
    this.#carry.release();
    const kept = this.#events.end();
    return { ...kept, stream: false, values: [kept.values] };
  }

  /** Keeps the beginning of an element that continues in the next chunk. */
  #hold(bytes: Buffer, start: number): void {
    const carry = this.#carry;
    const part = bytes.subarray(start);
    if (this.#large) {
      this.#events.goOn(part);
    } else if (carry.length + part.length <= carry.limit) {
      carry.append(part, 0, part.length);
    } else {
      const head = carry.length > 0 ? carry.view() : part;
      if (head[0] !== OPENING_BRACE) {
        // Its first byte is enough to skip it.
        if (carry.length === 0) carry.append(head, 0, 1);
        return;
      }
      this.#large = true;
      this.#events.begin(head);
      if (carry.length > 0) this.#events.goOn(part);
      carry.release();
    }
  }

  /** Keeps an element that ends here. @returns 1 if it is an object. */
  #complete(bytes: Buffer, start: number, end: number): number {
    const carry = this.#carry;
    if (this.#large) {
      this.#events.goOn(bytes.subarray(0, end));
      this.#events.close();
      this.#large = false;
      return 1;
    }
    if (carry.length === 0) return this.#keep(bytes, start, end);
    if (carry.length + end > carry.limit) {
      this.#hold(bytes.subarray(0, end), 0);
      return this.#complete(bytes.subarray(end), 0, 0);
    }
    carry.append(bytes, 0, end);
    const events = this.#keep(carry.view(), 0, carry.length);
    carry.reset(SPARE_BYTES);
    return events;
  }

  #keep(bytes: Buffer, start: number, end: number): number {
    if (bytes[start] !== OPENING_BRACE) return 0;
    if (this.#everyEvent) {
      // Elements are kept one per line. A line end inside one is white space, because strings contain none.
      const line = Buffer.from(bytes.subarray(start, end));
      for (let at = 0; (at = line.indexOf(LINE_FEED, at)) !== -1;) {
        line[at] = SPACE;
      }
      this.#events.keep(line, 0, line.length);
    } else {
      this.#events.keep(bytes, start, end);
    }
    return 1;
  }

  /** Index after the open string, or the end of the chunk. */
  #endOfString(bytes: Buffer, from: number): number {
    const start = this.#escaped ? from + 1 : from;
    const found = this.#stringEnd.find(bytes, start);
    this.#escaped = found === OPEN_ESCAPED;
    this.#inString = found < 0;
    return found < 0 ? bytes.length : found;
  }
}
