// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes, parseJson } from '../bytes.ts';
import {
  EventTail,
  LINE_JOINT,
  MAX_RING_BYTES,
  TAIL_EVENTS,
} from './event-tail.ts';
import { KeptLines } from './kept-lines.ts';
import { PassedFacts } from './passed-facts.ts';
import type { DecodedBody, DecoderOptions } from '../reader.ts';
import { JsonOutline } from '../scan/outline.ts';

/** A first event above it is read at once. */
const MAX_FIRST_BYTES = 16 * 1024;

/**
 * Keeps the events of a stream that are read at its end: the first one and the last eight ({@link EventTail}), because
 * providers put the id, the model, the finish reason, the usage and the errors there, and of those between the last with
 * a usage and the last with a reason ({@link PassedFacts}); or every event, as long as they fit ({@link KeptLines}).
 * Copies: the application may write over its buffers.
 *
 * An event that is too large for them is scanned as it comes, and its outline is read at its end, after the events before
 * it: the events of a stream are always read in their order.
 */
export class KeptEvents {
  done = false;
  oversize = false;
  /** A framing need not hold more of an event that comes in pieces; the rest goes to {@link goOn}. */
  readonly maxEventBytes: number;
  readonly #onEvent: (value: unknown) => void;
  readonly #readEvery: boolean;
  #all: KeptLines | undefined;
  #count = 0;
  #first: BoundedBytes | undefined;
  #tail: EventTail | undefined;
  #passed: PassedFacts | undefined;
  /** The newest event, while it is too large for the others' place and may go on. */
  #large: JsonOutline | undefined;
  /** The place of the newest event, to which a further line belongs; `undefined` when it was read. */
  #newest: 'first' | 'tail' | 'large' | undefined;
  /** The end of the stream, which may be a whole event. */
  #rest: unknown;

  constructor({
    everyEvent,
    readEvery,
    maxBodyBytes,
    onEvent,
  }: DecoderOptions) {
    this.#onEvent = onEvent;
    this.#readEvery = readEvery;
    this.maxEventBytes = everyEvent
      ? Math.max(maxBodyBytes, MAX_RING_BYTES)
      : MAX_RING_BYTES;
    if (everyEvent) this.#all = new KeptLines(maxBodyBytes);
  }

  keep(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#all !== undefined) {
      if (this.#all.keep(bytes, start, end)) return;
      this.#readAll(this.#all);
    }
    this.close();
    if (this.#count++ === 0 && length <= MAX_FIRST_BYTES) {
      this.#first = new BoundedBytes(MAX_FIRST_BYTES);
      this.#first.append(bytes, start, end);
      this.#newest = 'first';
    } else if (this.#count > 1 && length <= MAX_RING_BYTES) {
      this.#tail ??= new EventTail((ring, first, behind) => {
        this.#take(ring, first, behind);
      });
      this.#tail.keep(bytes, start, end);
      this.#newest = 'tail';
    } else {
      this.#scan(bytes.subarray(start, end));
      this.endPiece();
    }
  }

  /** Takes the beginning of an event that is too large to be held until its end. */
  begin(head: Buffer): void {
    if (this.#all !== undefined) this.#readAll(this.#all);
    this.close();
    this.#count++;
    this.#scan(head);
  }

  /** Takes the next bytes of an event that was begun. */
  goOn(bytes: Buffer): void {
    this.#large?.push(bytes);
  }

  /** The pieces of an event that was begun have come; a further line may belong to it if its JSON is not whole. */
  endPiece(): void {
    if (this.#large?.complete === true) this.close();
  }

  /** Adds a further line to the newest event. */
  extend(bytes: Buffer, start: number, end: number): void {
    if (this.#all !== undefined) {
      if (!this.#all.extend(bytes, start, end)) this.#readAll(this.#all);
      return;
    }
    if (this.#newest === 'tail') {
      const tail = this.#tail as EventTail;
      if (tail.extend(bytes, start, end)) return;
      this.#scan(tail.takeNewest());
    } else if (this.#newest === 'first') {
      const first = this.#first as BoundedBytes;
      if (first.length + 1 + end - start <= first.limit) {
        first.append(LINE_JOINT, 0, 1);
        first.append(bytes, start, end);
        return;
      }
      this.#first = undefined;
      this.#scan(first.view());
    }
    this.#large?.push(LINE_JOINT);
    this.#large?.push(bytes.subarray(start, end));
  }

  /** The newest event has ended. */
  close(): void {
    if (this.#readEvery) this.#readKept();
    if (this.#large === undefined) return;
    const value = this.#large.end();
    this.#large = this.#newest = undefined;
    if (value !== undefined) this.#onEvent(value);
  }

  /** Takes what may be a whole event, or the beginning of one that was cut off. */
  takeRest(bytes: Buffer): void {
    this.#rest = parseJson(bytes);
  }

  /** Parses the kept events, and releases them. */
  end(): DecodedBody {
    const kept = this.#all?.lines() ?? this.#kept();
    const values = kept.map(parseEvent);
    values.push(this.#large?.end(), this.#rest);
    this.#first =
      this.#tail =
      this.#passed =
      this.#large =
      this.#all =
        undefined;
    return {
      stream: true,
      values: values.filter(value => value !== undefined),
      done: this.done,
      oversize: this.oversize,
    };
  }

  /** The newest event begins so, and is too large for the others' place. */
  #scan(head: Buffer): void {
    const large = new JsonOutline();
    // Before the events in the ring are released: the head may be one of them.
    large.push(head);
    this.#readKept();
    this.#large = large;
    this.#newest = 'large';
  }

  #kept(): Buffer[] {
    const tail = this.#tail?.events() ?? [];
    // The end of the stream is one of the last events.
    if (this.#rest !== undefined && tail.length === TAIL_EVENTS) {
      const oldest = tail.shift() as Buffer;
      this.#take(oldest, 0, oldest.length);
    }
    const first = this.#first === undefined ? [] : [this.#first.view()];
    return [...first, ...(this.#passed?.events() ?? []), ...tail];
  }

  /** Takes an event that leaves the ring. */
  #take(bytes: Buffer, start: number, end: number): void {
    this.#passed ??= new PassedFacts();
    this.#passed.take(bytes, start, end);
  }

  #readKept(): void {
    this.#readThese(this.#kept());
    this.#first = undefined;
    this.#passed = undefined;
    this.#tail?.clear();
  }

  /** There is no room for every event any more: reads them; from now on the last ones are kept. */
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

function parseEvent(bytes: Buffer): unknown {
  const value = parseJson(bytes);
  if (value !== undefined) return value;
  // The first line may have been all of it, and the others not its own.
  const joint = bytes.indexOf(LINE_JOINT);
  return joint === -1 ? undefined : parseJson(bytes.subarray(0, joint));
}
