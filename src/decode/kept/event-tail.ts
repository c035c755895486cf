// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type Fact, PassedFacts } from './passed-facts.ts';

/** How many events are kept. */
export const TAIL_EVENTS = 8;
/** Small, because many streams are open at once; the buffer grows with the events. */
const MIN_TAIL_BYTES = 512;
/** Limit of the buffer, and of an event in it. */
export const MAX_TAIL_BYTES = 32 * 1024;
/** The buffer holds at most so many events, however small they are. */
const MAX_HELD_EVENTS = 64;
/**
 * Separates the lines of an event. To JSON it is white space. A line contains no CR unless the sender ends lines
 * with it, so the first line can still be found.
 */
export const LINE_JOINT = Buffer.from('\r');

/** A larger buffer is not reused. */
const MAX_SPARE_BYTES = 8 * 1024;
/** The buffer of a stream that has ended, for the next stream: a new one costs more than reading several events. */
let spare: Buffer | undefined;

const COLON = 0x3a;
const BLANK = 0x20;
const LETTER_N = 0x6e;
/** Length of the compared ends of keys: the longer, the faster is the search. */
const KEY_BYTES = 7;
/** `usage` of most providers; `usageMetadata` of Gemini. */
const USAGE_KEYS = ['"usage"', 'tadata"'].map(key => Buffer.from(key));
/** `finish_reason`, `finishReason`, `stop_reason`, `stopReason`, `done_reason`. */
const REASON_KEYS = ['reason"', 'Reason"'].map(key => Buffer.from(key));
const SHIFTS = shiftsOf([...USAGE_KEYS, ...REASON_KEYS]);

/**
 * Keeps copies of the last eight events of a stream, as many as fit into 32 KiB. Of the events before, it keeps two in
 * {@link PassedFacts}.
 *
 * Events are appended to a buffer. When it is full, the last seven move to its start, and the others are searched for facts.
 */
export class EventTail {
  #buffer: Buffer;
  /** Where each event in the buffer starts. It ends where the next one starts. */
  readonly #starts: number[] = [];
  #count = 0;
  #written = 0;
  /** How many events have left the buffer. */
  #gone = 0;
  #passed: PassedFacts | undefined;

  constructor() {
    this.#buffer = spare ?? Buffer.allocUnsafeSlow(MIN_TAIL_BYTES);
    spare = undefined;
  }

  /** Takes an event that is no larger than {@link MAX_TAIL_BYTES}. */
  keep(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (
      this.#written + length > this.#buffer.length ||
      this.#count === MAX_HELD_EVENTS
    ) {
      this.#makeRoom(length, TAIL_EVENTS - 1);
    }
    const position = this.#written;
    this.#starts[this.#count++] = position;
    bytes.copy(this.#buffer, position, start, end);
    this.#written = position + length;
  }

  /** Adds a line to the newest event. `false` if it would be larger than {@link MAX_TAIL_BYTES}. */
  extend(bytes: Buffer, start: number, end: number): boolean {
    const added = LINE_JOINT.length + end - start;
    const length = this.#written - (this.#starts[this.#count - 1] as number);
    if (length + added > MAX_TAIL_BYTES) return false;
    if (this.#written + added > this.#buffer.length) {
      this.#makeRoom(added, TAIL_EVENTS);
    }
    const position = this.#written;
    LINE_JOINT.copy(this.#buffer, position);
    bytes.copy(this.#buffer, position + LINE_JOINT.length, start, end);
    this.#written = position + added;
    return true;
  }

  /** Removes the newest event; the buffer is a view. */
  takeNewest(): Buffer {
    const end = this.#written;
    this.#written = this.#starts[--this.#count] as number;
    return this.#buffer.subarray(this.#written, end);
  }

  /**
   * Returns those of the events before that contain facts, and the last ones, in order. Call once, then {@link clear} or
   * {@link release}; the buffers are views until then.
   */
  events(last = TAIL_EVENTS): (Buffer | string)[] {
    const first = Math.max(0, this.#count - last);
    this.#search(first);
    const events: (Buffer | string)[] = this.#passed?.events() ?? [];
    for (let event = first; event < this.#count; event++) {
      const end = this.#startOf(event + 1);
      events.push(this.#buffer.subarray(this.#startOf(event), end));
    }
    return events;
  }

  clear(): void {
    this.#count = this.#written = 0;
    this.#passed = undefined;
  }

  /** Gives the buffer away. Call last. */
  release(): void {
    if (this.#buffer.length <= MAX_SPARE_BYTES) spare = this.#buffer;
  }

  /** Makes room for so many more bytes. Loses events, but if possible none of the last ones. */
  #makeRoom(needed: number, last: number): void {
    let first = Math.max(0, this.#count - last);
    let size = this.#buffer.length;
    const wanted = this.#written - this.#startOf(first) + needed;
    while (size < wanted && size < MAX_TAIL_BYTES) size *= 2;
    while (this.#written - this.#startOf(first) + needed > size) first++;
    this.#search(first);
    const moved = this.#startOf(first);
    const old = this.#buffer;
    if (size > old.length) {
      this.#buffer = Buffer.allocUnsafeSlow(size);
      old.copy(this.#buffer, 0, moved, this.#written);
    } else {
      old.copyWithin(0, moved, this.#written);
    }
    for (let event = first; event < this.#count; event++) {
      this.#starts[event - first] = this.#startOf(event) - moved;
    }
    this.#count -= first;
    this.#written -= moved;
    this.#gone += first;
  }

  #startOf(event: number): number {
    return event < this.#count
      ? (this.#starts[event] as number)
      : this.#written;
  }

  /** Searches the events before `first` for facts. This reads nearly every byte of a stream. */
  #search(first: number): void {
    const bytes = this.#buffer;
    const end = this.#startOf(first);
    let event = 0;
    // Searches for the last byte of each key, and skips as many bytes as no key can end in (Horspool).
    for (let at = KEY_BYTES - 1; at < end;) {
      const shift = SHIFTS[bytes[at] as number] as number;
      if (shift !== 0) {
        at += shift;
        continue;
      }
      // A key is followed by a colon, and most of these keys by `:null`.
      const next = bytes[at + 1] as number;
      if (next === COLON ? bytes[at + 2] !== LETTER_N : next <= BLANK) {
        const fact = factOf(bytes, at);
        if (fact !== undefined) {
          while (this.#startOf(event + 1) <= at) event++;
          this.#take(fact, event, at + 1);
        }
      }
      // This quote may be the first byte of a key.
      at += KEY_BYTES - 1;
    }
  }

  /** @param colon index of the colon after the key, or of white space before it */
  #take(fact: Fact, event: number, colon: number): void {
    const start = this.#startOf(event);
    const bytes = this.#buffer.subarray(start, this.#startOf(event + 1));
    this.#passed ??= new PassedFacts();
    this.#passed.take(fact, this.#gone + event, bytes, colon - start);
  }
}

/** For each byte, the minimum distance to the end of a key; 0 for the last byte of the keys. */
function shiftsOf(keys: readonly Buffer[]): Uint8Array {
  const shifts = new Uint8Array(256).fill(KEY_BYTES);
  for (const key of keys) {
    for (const [place, byte] of key.entries()) {
      const shift = KEY_BYTES - 1 - place;
      shifts[byte] = Math.min(shifts[byte] as number, shift);
    }
  }
  return shifts;
}

/** The fact whose key ends at `quote`. */
function factOf(bytes: Buffer, quote: number): Fact | undefined {
  if (endsWithOne(USAGE_KEYS, bytes, quote)) return 'usage';
  return endsWithOne(REASON_KEYS, bytes, quote) ? 'reason' : undefined;
}

function endsWithOne(
  keys: readonly Buffer[],
  bytes: Buffer,
  quote: number
): boolean {
  const first = quote - KEY_BYTES + 1;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as Buffer;
    let place = 0;
    while (place < KEY_BYTES && bytes[first + place] === key[place]) place++;
    if (place === KEY_BYTES) return true;
  }
  return false;
}
