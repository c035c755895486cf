// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Spare memory for lines that cross chunks; above it the memory is given back after each line. */
const SPARE_BYTES = 16 * 1024;

/** Takes lines as ranges of a buffer that is good only during the call. */
export interface LineSink {
  /** A line without its end; also an empty one. Returns how many events it completed. */
  line(bytes: Buffer, start: number, end: number): number;
  /** The beginning of a line above the limit. Returns how many events that line stands for. */
  longLine(head: Buffer): number;
}

/**
 * Splits bytes into lines that end in LF or CRLF. Nothing is decoded, and nothing is copied but lines
 * that cross chunks, up to a limit. A byte order mark before the first line is left out. CR alone does
 * not end a line: no provider sends it, and to look for it would double the cost.
 */
export class LineScanner {
  readonly #sink: LineSink;
  readonly #carry: BoundedBytes;
  #atStart = true;
  #skipping = false;
  /** What the line that is being skipped stands for. */
  #skippedEvents = 0;

  constructor(sink: LineSink, maxLineBytes: number) {
    this.#sink = sink;
    this.#carry = new BoundedBytes(maxLineBytes);
  }

  /** Returns how many events were completed. */
  push(bytes: Buffer): number {
    const length = bytes.length;
    let position = 0;
    let events = 0;
    if (this.#skipping || this.#carry.length > 0) {
      const lineFeed = bytes.indexOf(LINE_FEED);
      if (lineFeed === -1) {
        this.#keep(bytes, 0, length);
        return 0;
      }
      this.#keep(bytes, 0, lineFeed);
      events = this.#endCarried();
      position = lineFeed + 1;
    }
    while (position < length) {
      const lineFeed = bytes.indexOf(LINE_FEED, position);
      if (lineFeed === -1) {
        this.#keep(bytes, position, length);
        break;
      }
      events += this.#deliver(bytes, position, lineFeed);
      position = lineFeed + 1;
    }
    return events;
  }

  /** The line that the body ended in, if it is not empty, and lets go of everything. */
  takeRest(): Buffer | undefined {
    if (this.#carry.length === 0) return undefined;
    const rest = this.#carry.view();
    this.#carry.release();
    const start = this.#start(rest, 0);
    const end = rest.at(-1) === CARRIAGE_RETURN ? rest.length - 1 : rest.length;
    return end > start ? rest.subarray(start, end) : undefined;
  }

  #deliver(bytes: Buffer, start: number, lineFeed: number): number {
    const end =
      lineFeed > start && bytes[lineFeed - 1] === CARRIAGE_RETURN
        ? lineFeed - 1
        : lineFeed;
    return this.#sink.line(
      bytes,
      this.#atStart ? this.#start(bytes, start) : start,
      end
    );
  }

  #endCarried(): number {
    if (this.#skipping) {
      this.#skipping = false;
      return this.#skippedEvents;
    }
    const line = this.#carry.view();
    const events = this.#deliver(line, 0, line.length);
    this.#carry.reset(SPARE_BYTES);
    return events;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    if (this.#skipping) return;
    const carry = this.#carry;
    const room = carry.limit - carry.length;
    carry.append(bytes, start, Math.min(end, start + room));
    if (end - start <= room) return;
    const head = carry.view();
    this.#skipping = true;
    this.#skippedEvents = this.#sink.longLine(
      head.subarray(this.#start(head, 0))
    );
    carry.release();
  }

  /** Where the line starts, after a byte order mark if it is the first. */
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
