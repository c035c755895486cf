// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseJson, parseText } from '../bytes.ts';
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

/** A larger first event is scanned at once. */
const MAX_FIRST_BYTES = 16 * 1024;
const JOINT = LINE_JOINT.toString();

/**
 * Keeps the events of a stream that are read at its end. These are the first one and the last eight ({@link EventTail}),
 * because providers put the id, the model, the finish reason, the usage and the errors there. Of the events in between,
 * these are the last one with a usage and the last one with a finish reason ({@link PassedFacts}). Or it keeps every event,
 * as long as they fit ({@link KeptLines}). It copies events, because the application may overwrite its buffers.
 *
 * A larger event is scanned as it arrives, and its outline is read at its end, after the previous events: the events of a
 * stream are always read in order.
 */
export class KeptEvents {
  done = false;
  oversize = false;
  /** A framing buffers at most this much of an event; it passes the rest to {@link goOn}. */
  readonly maxEventBytes: number;
  /** The newest event is read when it ends, so a framing must call {@link close}. */
  awaitsEnd: boolean;
  readonly #onEvent: (value: unknown) => void;
  readonly #readEvery: boolean;
  #all: KeptLines | undefined;
  #count = 0;
  /** A text takes less memory than a buffer of its own. */
  #first: string | undefined;
  #tail: EventTail | undefined;
  readonly #passed = new PassedFacts();
  /** The newest event, if it is too large for the other places and may continue. */
  #large: JsonOutline | undefined;
  /** The place of the newest event, to which further lines are added; `undefined` once it was read. */
  #newest: 'first' | 'tail' | 'large' | undefined;
  /** The rest of the stream without a line end, if it is a whole event. */
  #rest: unknown;

  constructor({
    everyEvent,
    readEvery,
    maxBodyBytes,
    onEvent,
  }: DecoderOptions) {
    this.#onEvent = onEvent;
    this.#readEvery = this.awaitsEnd = readEvery;
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
    if (this.awaitsEnd) this.close();
    if (this.#count++ > 0 && length <= MAX_RING_BYTES) {
      this.#tail ??= new EventTail(this.#passed);
      this.#tail.keep(bytes, start, end);
      this.#newest = 'tail';
    } else if (this.#count === 1 && length <= MAX_FIRST_BYTES) {
      this.#first = bytes.toString('utf8', start, end);
      this.#newest = 'first';
    } else {
      this.#scan(bytes.subarray(start, end));
      this.endPiece();
    }
  }

  /** Begins an event that is too large to be buffered. */
  begin(head: Buffer): void {
    if (this.#all !== undefined) this.#readAll(this.#all);
    this.close();
    this.#count++;
    this.#scan(head);
  }

  /** Adds the next bytes to such an event. */
  goOn(bytes: Buffer): void {
    this.#large?.push(bytes);
  }

  /** All pieces of such an event have arrived. If its JSON is incomplete, further lines may belong to it. */
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
      const first = this.#first as string;
      const length = Buffer.byteLength(first) + 1 + end - start;
      if (length <= MAX_FIRST_BYTES) {
        this.#first = `${first}${JOINT}${bytes.toString('utf8', start, end)}`;
        return;
      }
      this.#first = undefined;
      this.#scan(Buffer.from(first));
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
    this.awaitsEnd = this.#readEvery;
    if (value !== undefined) this.#onEvent(value);
  }

  /** Takes the rest of a stream: a whole event, or the beginning of one that was cut off. */
  takeRest(bytes: Buffer): void {
    this.#rest = parseJson(bytes);
  }

  /** Parses the kept events, and releases them. */
  end(): DecodedBody {
    const kept = this.#all?.lines() ?? this.#kept();
    const values = kept.map(parseEvent);
    values.unshift(this.#firstValue());
    values.push(this.#large?.end(), this.#rest);
    this.#tail?.release();
    this.#passed.clear();
    this.#first = this.#tail = this.#large = this.#all = undefined;
    return {
      stream: true,
      values: values.filter(value => value !== undefined),
      done: this.done,
      oversize: this.oversize,
    };
  }

  /** Scans the newest event from its head, because it is too large for the other places. */
  #scan(head: Buffer): void {
    const large = new JsonOutline();
    // Push the head before the events in the ring are released: it may be one of them.
    large.push(head);
    this.#readKept();
    this.#large = large;
    this.#newest = 'large';
    this.awaitsEnd = true;
  }

  #firstValue(): unknown {
    const first = this.#first;
    return first === undefined ? undefined : parseEvent(first);
  }

  /** The kept events after the first one. */
  #kept(): Buffer[] {
    const tail = this.#tail?.events() ?? [];
    // The rest of the stream is one of the last events.
    if (this.#rest !== undefined && tail.length === TAIL_EVENTS) {
      const oldest = tail.shift() as Buffer;
      this.#passed.take(oldest, 0, oldest.length);
    }
    return [...this.#passed.events(), ...tail];
  }

  #readKept(): void {
    const first = this.#firstValue();
    this.#first = undefined;
    if (first !== undefined) this.#onEvent(first);
    this.#readThese(this.#kept());
    this.#passed.clear();
    this.#tail?.clear();
  }

  /** The limit for all events is reached: reads them, and from now on keeps only the last ones. */
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

function parseEvent(event: Buffer | string): unknown {
  const text = typeof event === 'string' ? event : event.toString();
  const value = parseText(text);
  if (value !== undefined) return value;
  // The first line alone may be the event, and the others may not belong to it.
  const joint = text.indexOf(JOINT);
  return joint === -1 ? undefined : parseText(text.slice(0, joint));
}
