// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';
import type { DecodedBody, DecoderOptions } from '../decoder.ts';
import {
  EventTail,
  LINE_JOINT,
  MAX_RING_BYTES,
  TAIL_EVENTS,
} from './event-tail.ts';
import { parseJson } from '../scan/json.ts';
import { KeptLines } from './kept-lines.ts';

/** An event above it is skipped and counted. */
export const MAX_EVENT_BYTES = 1024 * 1024;
/** A first event above it is read at once. */
const MAX_FIRST_BYTES = 16 * 1024;

/**
 * Keeps of a stream what will be read at its end: its first event and the last eight ({@link EventTail}), because there
 * stand the id, the model, the finish reason, the usage and the errors; or every event, as long as they fit
 * ({@link KeptLines}). Copies: the application may write over its buffers.
 *
 * What is too large to be kept beside them is read when it comes, after what came before it: the events of a stream are
 * always read in their order, and with the rest of a line that waits for its end no more is held than 64 KiB and one event.
 */
export class KeptEvents {
  done = false;
  oversize = false;
  readonly #onEvent: (value: unknown) => void;
  readonly #readEvery: boolean;
  #all: KeptLines | undefined;
  #count = 0;
  #first: BoundedBytes | undefined;
  #tail: EventTail | undefined;
  /** The newest event, while it is too large for the others' place and may go on. */
  #large: BoundedBytes | undefined;
  /** Where the newest event is, to which a further line belongs; nowhere when it was read. */
  #newest: 'first' | 'tail' | 'large' | undefined;
  /** What the stream ended in. */
  #rest: unknown;

  constructor({
    everyEvent,
    readEvery,
    maxBodyBytes,
    onEvent,
  }: DecoderOptions) {
    this.#onEvent = onEvent;
    this.#readEvery = readEvery;
    if (everyEvent) this.#all = new KeptLines(maxBodyBytes);
  }

  /** `false` when the event is too large, and was skipped. */
  keep(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (length > MAX_EVENT_BYTES) {
      this.oversize = true;
      return false;
    }
    if (this.#all !== undefined) {
      if (this.#all.keep(bytes, start, end)) return true;
      this.#readAll(this.#all);
    }
    this.close();
    if (this.#readEvery) this.#readKept();
    if (this.#count++ === 0 && length <= MAX_FIRST_BYTES) {
      this.#first = new BoundedBytes(MAX_FIRST_BYTES);
      this.#first.append(bytes, start, end);
      this.#newest = 'first';
    } else if (this.#count > 1 && length <= MAX_RING_BYTES) {
      this.#tail ??= new EventTail();
      this.#tail.keep(bytes, start, end);
      this.#newest = 'tail';
    } else {
      this.#keepLarge(bytes, start, end);
    }
    return true;
  }

  /** An event that need not be kept, for it was parsed already. */
  read(value: unknown): void {
    this.close();
    this.#readKept();
    this.#count++;
    this.#newest = undefined;
    this.#onEvent(value);
  }

  /** Adds a further line to the newest event. */
  extend(bytes: Buffer, start: number, end: number): void {
    if (this.#all !== undefined) {
      if (!this.#all.extend(bytes, start, end)) this.#readAll(this.#all);
      return;
    }
    if (this.#newest === 'tail') {
      if (this.#tail?.extend(bytes, start, end) === true) return;
      this.#moveToLarge(this.#tail?.takeNewest());
    } else if (this.#newest === 'first') {
      const first = this.#first as BoundedBytes;
      if (first.length + 1 + end - start <= first.limit) {
        append(first, bytes, start, end);
        return;
      }
      this.#first = undefined;
      this.#moveToLarge(first.view());
    }
    if (this.#large !== undefined && !append(this.#large, bytes, start, end)) {
      this.oversize = true;
    }
  }

  /** The newest event has ended. */
  close(): void {
    if (this.#large === undefined) return;
    const value = parseEvent(this.#large.view());
    this.#large = this.#newest = undefined;
    if (value !== undefined) this.#onEvent(value);
  }

  /** Takes what may be a whole event, or the beginning of one that was cut off. */
  takeRest(bytes: Buffer): void {
    this.#rest = parseJson(bytes);
  }

  /** Parses what was kept, and lets go of it. */
  end(): DecodedBody {
    const kept = this.#all?.lines() ?? this.#kept();
    if (this.#large !== undefined) kept.push(this.#large.view());
    const values = kept.map(parseEvent);
    values.push(this.#rest);
    this.#first = this.#tail = this.#large = this.#all = undefined;
    return {
      stream: true,
      values: values.filter(value => value !== undefined),
      done: this.done,
      oversize: this.oversize,
    };
  }

  #keepLarge(bytes: Buffer, start: number, end: number): void {
    this.#readKept();
    this.#newest = undefined;
    const value = parseJson(bytes.subarray(start, end));
    if (value !== undefined) {
      this.#onEvent(value);
      return;
    }
    this.#large = new BoundedBytes(MAX_EVENT_BYTES);
    this.#large.append(bytes, start, end);
    this.#newest = 'large';
  }

  /** The newest event has outgrown its place. */
  #moveToLarge(newest: Buffer = Buffer.alloc(0)): void {
    const large = new BoundedBytes(MAX_EVENT_BYTES);
    large.append(newest, 0, newest.length);
    this.#readKept();
    this.#large = large;
    this.#newest = 'large';
  }

  #kept(): Buffer[] {
    const tail = this.#tail?.events() ?? [];
    // What the stream ended in is one of the last ones.
    if (this.#rest !== undefined && tail.length === TAIL_EVENTS) tail.shift();
    return this.#first === undefined ? tail : [this.#first.view(), ...tail];
  }

  #readKept(): void {
    this.#readThese(this.#kept());
    this.#first = undefined;
    this.#tail?.clear();
  }

  /** There is no room for every event any more: they are read, and from now on the last ones are kept. */
  #readAll(all: KeptLines): void {
    this.oversize = true;
    this.#all = undefined;
    const lines = all.lines();
    this.#count = lines.length;
    this.#readThese(lines);
  }

  #readThese(events: readonly Buffer[]): void {
    for (const event of events) {
      const value = parseEvent(event);
      if (value !== undefined) this.#onEvent(value);
    }
  }
}

function append(
  event: BoundedBytes,
  bytes: Buffer,
  start: number,
  end: number
): boolean {
  return event.append(LINE_JOINT, 0, 1) && event.append(bytes, start, end);
}

function parseEvent(bytes: Buffer): unknown {
  const value = parseJson(bytes);
  if (value !== undefined) return value;
  // Its first line may have been all of it, and the rest not its own.
  const joint = bytes.indexOf(LINE_JOINT);
  return joint === -1 ? undefined : parseJson(bytes.subarray(0, joint));
}
