// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Memory kept for lines that cross chunks; any more is released after each line. */
const SPARE_BYTES = 16 * 1024;

/** Receives lines as ranges of a buffer that is valid only during the call. */
export interface LineSink {
  /** A line without its line end; may be empty. Returns how many events it completed. */
  line(bytes: Buffer, start: number, end: number): number;
  /** The beginning of a line that exceeds the limit. Returns how many events that line will complete at its end. */
  longLine(head: Buffer): number;
  /** The next bytes of that line. */
  longPart(bytes: Buffer): void;
  /** The end of that line. */
  longEnd(): void;
}

/**
 * Splits bytes into lines. They end in LF or CRLF, or all in CR if the first line does. It decodes nothing, and copies only
 * lines that cross chunks, up to a limit. It drops a byte order mark before the first line.
 */
export class LineScanner {
  readonly #sink: LineSink;
  readonly #carry: BoundedBytes;
  #atStart = true;
  /** The byte that ends a line; `undefined` until the first line has ended. */
  #lineEnd: number | undefined;
  /** The first chunk ended in CR, which may be the first half of CRLF. */
  #endsInCarriage = false;
  /** The line exceeds the limit and is passed on in parts. */
  #long = false;
  #longEvents = 0;

  constructor(sink: LineSink, maxLineBytes: number) {
    this.#sink = sink;
    this.#carry = new BoundedBytes(maxLineBytes);
  }

  /** Returns how many events were completed. */
  push(bytes: Buffer): number {
    const length = bytes.length;
    let position = 0;
    if (length === 0) return 0;
    let events = this.#lineEnd === undefined ? this.#findLineEnd(bytes) : 0;
    const end = this.#lineEnd ?? LINE_FEED;
    if (this.#long || this.#carry.length > 0) {
      const lineFeed = bytes.indexOf(end);
      if (lineFeed === -1) {
        this.#keep(bytes, 0, length);
        return events;
      }
      this.#keep(bytes, 0, lineFeed);
      events += this.#endCarried();
      position = lineFeed + 1;
    }
    while (position < length) {
      // A look finds an empty line faster than a search.
      const lineFeed =
        bytes[position] === end ? position : bytes.indexOf(end, position);
      if (lineFeed === -1) {
        this.#keep(bytes, position, length);
        break;
      }
      events += this.#deliver(bytes, position, lineFeed);
      position = lineFeed + 1;
    }
    return events;
  }

  /** Returns the unfinished last line, if it is not empty, and releases everything. */
  takeRest(): Buffer | undefined {
    if (this.#carry.length === 0) return undefined;
    const rest = this.#carry.view();
    this.#carry.release();
    const start = this.#start(rest, 0);
    const end = rest.at(-1) === CARRIAGE_RETURN ? rest.length - 1 : rest.length;
    return end > start ? rest.subarray(start, end) : undefined;
  }

  #deliver(bytes: Buffer, start: number, lineEnd: number): number {
    const end =
      lineEnd > start && bytes[lineEnd - 1] === CARRIAGE_RETURN
        ? lineEnd - 1
        : lineEnd;
    return this.#sink.line(
      bytes,
      this.#atStart ? this.#start(bytes, start) : start,
      end
    );
  }

  #endCarried(): number {
    if (this.#long) {
      this.#long = false;
      this.#sink.longEnd();
      return this.#longEvents;
    }
    const line = this.#carry.view();
    const events = this.#deliver(line, 0, line.length);
    this.#carry.reset(SPARE_BYTES);
    return events;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    const carry = this.#carry;
    if (!this.#long && carry.length + end - start <= carry.limit) {
      carry.append(bytes, start, end);
      return;
    }
    if (!this.#long) {
      this.#long = true;
      const head = carry.length > 0 ? carry.view() : bytes.subarray(start, end);
      this.#longEvents = this.#sink.longLine(
        head.subarray(this.#start(head, 0))
      );
      const all = carry.length === 0;
      carry.release();
      if (all) return;
    }
    this.#sink.longPart(bytes.subarray(start, end));
  }

  /** Determines the line end. @returns how many events were completed by that. */
  #findLineEnd(bytes: Buffer): number {
    const lineFeed = bytes.indexOf(LINE_FEED);
    const carriage = bytes.indexOf(CARRIAGE_RETURN);
    if (this.#endsInCarriage && lineFeed !== 0) {
      this.#lineEnd = CARRIAGE_RETURN;
      return this.#endCarried();
    }
    if (lineFeed !== -1 && (carriage === -1 || carriage >= lineFeed - 1)) {
      this.#lineEnd = LINE_FEED;
    } else if (carriage !== -1 && carriage < bytes.length - 1) {
      this.#lineEnd = CARRIAGE_RETURN;
    } else {
      this.#endsInCarriage = carriage !== -1;
    }
    return 0;
  }

  /** The start of the line; of the first line, after a byte order mark. */
  #start(bytes: Buffer, start: number): number {
    const marked =
      this.#atStart &&
      bytes[start] === 0xef &&
      bytes[start + 1] === 0xbb &&
      bytes[start + 2] === 0xbf;
    this.#atStart = false;
    return marked ? start + 3 : start;
  }
}
