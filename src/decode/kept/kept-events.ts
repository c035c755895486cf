// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseJson } from '../bytes.ts';
import {
  EventTail,
  LINE_JOINT,
  MAX_TAIL_BYTES,
  TAIL_EVENTS,
} from './event-tail.ts';
import { KeptLines } from './kept-lines.ts';
import type { DecodedBody, DecoderOptions, EventTaker } from '../reader.ts';
import { JsonOutline } from '../scan/outline.ts';

/** A larger first event is scanned at once. */
const MAX_FIRST_BYTES = 16 * 1024;
const JOINT = LINE_JOINT.toString();

/**
 * Keeps the events of a stream that are read at its end. These are the first one and the last eight ({@link EventTail}),
 * because providers put the id, the model, the finish reason, the usage and the errors there. Of the events in between,
 * these are the last one with a usage and the last one with a finish reason. Or it keeps every event, as long as they fit
 * ({@link KeptLines}). It copies events, because the application may overwrite its buffers.
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
  readonly #early: EventTaker;
  readonly #readEvery: boolean;
  #all: KeptLines | undefined;
  #count = 0;
  /** A text takes less memory than a buffer of its own. */
  #first: string | undefined;
  #tail: EventTail | undefined;
  /** The newest event, if it is too large for the other places and may continue. */
  #large: JsonOutline | undefined;
  /** The place of the newest event, to which further lines are added; `undefined` once it was read. */
  #newest: 'first' | 'tail' | 'large' | undefined;
  /** The rest of the stream without a line end, if it is a whole event. */
  #rest: unknown;

  constructor({ everyEvent, readEvery, maxBodyBytes, early }: DecoderOptions) {
    this.#early = early;
    this.#readEvery = this.awaitsEnd = readEvery;
    this.maxEventBytes = everyEvent
      ? Math.max(maxBodyBytes, MAX_TAIL_BYTES)
      : MAX_TAIL_BYTES;
    if (everyEvent) this.#all = new KeptLines(maxBodyBytes);
  }

  keep(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#all !== undefined) {
      if (this.#all.keep(bytes, start, end)) return;
      this.#readAll(this.#all);
    }
    if (this.awaitsEnd) this.close();
    if (this.#count++ > 0 && length <= MAX_TAIL_BYTES) {
      this.#tail ??= new EventTail();
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
    if (this.#readEvery) this.#parseKept(this.#early);
    if (this.#large === undefined) return;
    const value = this.#large.end();
    this.#large = this.#newest = undefined;
    this.awaitsEnd = this.#readEvery;
    if (value !== undefined) this.#early.onEvent(value);
  }

  /** Takes the rest of a stream: a whole event, or the beginning of one that was cut off. */
  takeRest(bytes: Buffer): void {
    this.#rest = parseJson(bytes);
  }

  /** Parses the kept events, and releases them. */
  end(): DecodedBody {
    const kept = new EventList();
    if (this.#all !== undefined) parseEvents(this.#all.lines(), kept);
    this.#parseKept(kept);
    const { values } = kept;
    this.#tail?.release();
    const large = this.#large?.end();
    if (large !== undefined) values.push(large);
    if (this.#rest !== undefined) values.push(this.#rest);
    this.#tail = this.#large = this.#all = undefined;
    return { stream: true, values, done: this.done, oversize: this.oversize };
  }

  /** Scans the newest event from its head, because it is too large for the other places. */
  #scan(head: Buffer): void {
    const large = new JsonOutline();
    // Push the head before the kept events are released: it may be one of them.
    large.push(head);
    this.#parseKept(this.#early);
    this.#large = large;
    this.#newest = 'large';
    this.awaitsEnd = true;
  }

  /** Parses the first event and the last ones, and releases them. */
  #parseKept(taker: EventTaker): void {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) parseEvent(first, taker);
    const tail = this.#tail;
    if (tail === undefined) return;
    // The rest of the stream is one of the last events.
    const last = this.#rest === undefined ? TAIL_EVENTS : TAIL_EVENTS - 1;
    parseEvents(tail.events(last), taker);
    tail.clear();
  }

  /** The limit for all events is reached: reads them, and from now on keeps only the last ones. */
  #readAll(all: KeptLines): void {
    this.oversize = true;
    this.#all = undefined;
    const lines = all.lines();
    this.#count = lines.length;
    parseEvents(lines, this.#early);
  }
}

class EventList implements EventTaker {
  readonly values: unknown[] = [];

  onEvent(value: unknown): void {
    this.values.push(value);
  }
}

function parseEvents(
  events: readonly (Buffer | string)[],
  taker: EventTaker
): void {
  for (let index = 0; index < events.length; index++) {
    parseEvent(events[index] as Buffer | string, taker);
  }
}

/** Parses an event; passes over one that is no JSON. */
function parseEvent(event: Buffer | string, taker: EventTaker): void {
  const text = typeof event === 'string' ? event : event.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The first line alone may be the event, and the others may not belong to it.
    const joint = text.indexOf(JOINT);
    if (joint !== -1) parseEvent(text.slice(0, joint), taker);
    return;
  }
  taker.onEvent(value);
}
