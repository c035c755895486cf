// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from './bytes.ts';
import type { DecodedBody } from './decoder.ts';
import { EventTail, LINE_JOINT } from './event-tail.ts';
import { parseJson } from './json.ts';

/** An event above it is skipped and counted. */
export const MAX_EVENT_BYTES = 1024 * 1024;
const LINE_FEED = Buffer.from('\n');

/**
 * Keeps of a stream what will be read at its end: its first event and the last eight ({@link EventTail}),
 * because there stand the id, the model, the finish reason, the usage and the errors; or every event,
 * as long as they fit. Copies: the application may write over its buffers.
 */
export class KeptEvents {
  done = false;
  oversize = false;
  #count = 0;
  #first: BoundedBytes | undefined;
  #tail: EventTail | undefined;
  /** Every event, one a line; `undefined` when only first and tail are kept. */
  #all: BoundedBytes | undefined;
  /** How many more bytes of events may go there. */
  #room: number;

  constructor(everyEvent: boolean, maxBytes: number) {
    this.#room = maxBytes;
    // Separators come on top; no event is shorter than its separator.
    if (everyEvent) this.#all = new BoundedBytes(2 * maxBytes);
  }

  /** `false` when the event is too large, and was skipped. */
  keep(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (length > MAX_EVENT_BYTES) {
      this.oversize = true;
      return false;
    }
    if (this.#all !== undefined) this.#append(LINE_FEED, bytes, start, end);
    if (this.#count++ === 0) {
      this.#first = new BoundedBytes(MAX_EVENT_BYTES);
      this.#first.append(bytes, start, end);
    } else {
      this.#tail ??= new EventTail(MAX_EVENT_BYTES);
      this.#tail.keep(bytes, start, end);
    }
    return true;
  }

  /** Adds a further line to the newest event. */
  extend(bytes: Buffer, start: number, end: number): void {
    if (this.#all !== undefined) this.#append(LINE_JOINT, bytes, start, end);
    const newest = this.#count === 1 ? this.#first : undefined;
    const fits =
      newest === undefined
        ? this.#tail?.extend(bytes, start, end)
        : newest.append(LINE_JOINT, 0, 1) && newest.append(bytes, start, end);
    if (fits === false) this.oversize = true;
  }

  /** Keeps what may be a whole event, or the beginning of one that was cut off. */
  keepIfWhole(bytes: Buffer): void {
    if (parseJson(bytes) !== undefined) this.keep(bytes, 0, bytes.length);
  }

  /** Parses what was kept, and lets go of it. */
  end(): DecodedBody {
    const kept =
      this.#all === undefined
        ? [
            this.#first?.view() ?? Buffer.alloc(0),
            ...(this.#tail?.events() ?? []),
          ]
        : linesOf(this.#all.view());
    this.#first = this.#tail = this.#all = undefined;
    return {
      stream: true,
      values: kept.map(parseEvent).filter(value => value !== undefined),
      done: this.done,
      oversize: this.oversize,
    };
  }

  #append(separator: Buffer, bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    this.#room -= separator === LINE_JOINT ? length + 1 : length;
    if (
      this.#room >= 0 &&
      this.#all?.append(separator, 0, 1) === true &&
      this.#all.append(bytes, start, end)
    ) {
      return;
    }
    this.#all = undefined;
    this.oversize = true;
  }
}

function parseEvent(bytes: Buffer): unknown {
  const value = parseJson(bytes);
  if (value !== undefined) return value;
  // Its first line may have been all of it, and the rest not its own.
  const joint = bytes.indexOf(LINE_JOINT);
  return joint === -1 ? undefined : parseJson(bytes.subarray(0, joint));
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  // Each event has its separator before it.
  for (let start = 1; start < bytes.length;) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found;
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
