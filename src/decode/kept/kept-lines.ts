// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';
import { LINE_JOINT } from './event-tail.ts';

const LINE_FEED = Buffer.from('\n');

/** Keeps copies of every event of a stream, one per line, up to a limit. */
export class KeptLines {
  readonly #lines: BoundedBytes;
  /** How many more bytes of events may be kept. */
  #room: number;

  constructor(maxBytes: number) {
    this.#room = maxBytes;
    // Separators are not counted; no event is shorter than its separator.
    this.#lines = new BoundedBytes(2 * maxBytes);
  }

  /** `false` if there is no room for it. */
  keep(bytes: Buffer, start: number, end: number): boolean {
    return this.#append(LINE_FEED, bytes, start, end, end - start);
  }

  /** Adds a line to the newest event. `false` if there is no room for it. */
  extend(bytes: Buffer, start: number, end: number): boolean {
    return this.#append(LINE_JOINT, bytes, start, end, end - start + 1);
  }

  /** The events; the buffers are views. */
  lines(): Buffer[] {
    const bytes = this.#lines.view();
    const lines: Buffer[] = [];
    // A separator precedes each event.
    for (let start = 1; start < bytes.length;) {
      const found = bytes.indexOf(LINE_FEED, start);
      const end = found === -1 ? bytes.length : found;
      lines.push(bytes.subarray(start, end));
      start = end + 1;
    }
    return lines;
  }

  #append(
    separator: Buffer,
    bytes: Buffer,
    start: number,
    end: number,
    size: number
  ): boolean {
    if (size > this.#room) return false;
    this.#room -= size;
    return (
      this.#lines.append(separator, 0, 1) &&
      this.#lines.append(bytes, start, end)
    );
  }
}
