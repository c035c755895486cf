// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type EventHead, HeadReader } from './event-head.ts';
import { BoundedBytes } from '../bytes.ts';
import type { DecodedBody, DecoderOptions } from '../decoder.ts';
import { MAX_RING_BYTES } from '../kept/event-tail.ts';
import { parseJson } from '../scan/json.ts';
import { KeptEvents, MAX_EVENT_BYTES } from '../kept/kept-events.ts';
import type { BodyReader } from '../reader.ts';

/** Length of the message, length of its headers, checksum of both. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** What AWS itself allows; what says that it is longer is no message. */
const MAX_HEADER_BYTES = 128 * 1024;
const MAX_MESSAGE_BYTES = 24 * 1024 * 1024;
/** A message above it is skipped: its payload would be above what is kept of any event. */
const MAX_READ_BYTES = MAX_EVENT_BYTES + MAX_HEADER_BYTES + 16;
/** Spare memory for messages that cross chunks; above it the memory is given back after each message. */
const SPARE_BYTES = 8 * 1024;

const OPENING_BRACE = 0x7b;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const CLOSING = Buffer.from('}');
const NULL = Buffer.from('null');

/**
 * Messages of `application/vnd.amazon.eventstream`, as Bedrock sends them. Each is given on as
 * `{ type, payload }` or, when it tells of a failure, as `{ exception, payload }`. Checksums are not
 * verified: the transport has its own, and the application's client verifies these.
 *
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export class AwsEventStreamReader implements BodyReader {
  readonly #events: KeptEvents;
  readonly #everyEvent: boolean;
  readonly #heads = new HeadReader();
  readonly #carry = new BoundedBytes(MAX_READ_BYTES);
  #scratch = Buffer.alloc(0);
  /** Bytes of a message that are still to be passed over. */
  #skipping = 0;
  /** The lengths made no sense: where the next message begins cannot be known. */
  #lost = false;

  constructor(options: DecoderOptions) {
    this.#events = new KeptEvents(options);
    this.#everyEvent = options.everyEvent;
  }

  push(bytes: Buffer): number {
    let position = 0;
    let events = 0;
    while (position < bytes.length && !this.#lost) {
      if (this.#skipping > 0) {
        const step = Math.min(this.#skipping, bytes.length - position);
        this.#skipping -= step;
        position += step;
        if (this.#skipping === 0) events++;
      } else if (this.#carry.length > 0) {
        position = this.#fill(bytes, position);
        const held = this.#carry.view();
        const length = this.#lengthAt(held, 0);
        if (length !== undefined && held.length >= length) {
          events += this.#deliver(held, 0, length);
          this.#carry.reset(SPARE_BYTES);
        }
      } else {
        const length = this.#lengthAt(bytes, position);
        if (length !== undefined && bytes.length - position >= length) {
          events += this.#deliver(bytes, position, length);
          position += length;
        } else if (this.#skipping === 0 && !this.#lost) {
          this.#carry.append(bytes, position, bytes.length);
          position = bytes.length;
        }
      }
    }
    return events;
  }

  end(): DecodedBody {
    this.#carry.release();
    this.#scratch = Buffer.alloc(0);
    return this.#events.end();
  }

  /** Takes what the message that was begun still needs: first its prelude, which says the rest. */
  #fill(bytes: Buffer, position: number): number {
    const held = this.#carry.view();
    const needed =
      held.length < PRELUDE_BYTES ? PRELUDE_BYTES : held.readUInt32BE(0);
    const end = Math.min(bytes.length, position + needed - held.length);
    this.#carry.append(bytes, position, end);
    return end;
  }

  /**
   * Length of the message that begins there; `undefined` while too little of it is there, and when it is
   * none or too long, which ends or skips it.
   */
  #lengthAt(bytes: Buffer, position: number): number | undefined {
    if (bytes.length - position < PRELUDE_BYTES) return undefined;
    const length = bytes.readUInt32BE(position);
    const headers = bytes.readUInt32BE(position + 4);
    if (
      length > MAX_MESSAGE_BYTES ||
      headers > MAX_HEADER_BYTES ||
      headers > length - PRELUDE_BYTES - CHECKSUM_BYTES
    ) {
      this.#lost = true;
      this.#carry.release();
      return undefined;
    }
    if (length <= MAX_READ_BYTES) return length;
    this.#events.oversize = true;
    this.#skipping = length - this.#carry.length;
    this.#carry.release();
    return undefined;
  }

  /** Returns 1 for an event, 0 for anything else. */
  #deliver(bytes: Buffer, position: number, length: number): number {
    const start = position + PRELUDE_BYTES;
    const payload = start + bytes.readUInt32BE(position + 4);
    const end = position + length - CHECKSUM_BYTES;
    const head = this.#heads.read(bytes, start, payload);
    if (head === undefined) return 0;
    if (!head.failed) {
      if (bytes[payload] !== OPENING_BRACE) return 0;
      this.#keep(head, bytes, payload, end);
      return 1;
    }
    // A failure is one whatever it says.
    if (parseJson(bytes.subarray(payload, end)) === undefined) {
      this.#keep(head, NULL, 0, NULL.length);
    } else {
      this.#keep(head, bytes, payload, end);
    }
    return 0;
  }

  /** Keeps one JSON text that says what the message said, for the first ones and the last ones to be parsed. */
  #keep(head: EventHead, bytes: Buffer, start: number, end: number): void {
    const { opening } = head;
    const length = opening.length + end - start + CLOSING.length;
    if (!this.#everyEvent && length > MAX_RING_BYTES) {
      if (length > MAX_EVENT_BYTES) this.#events.oversize = true;
      else this.#read(head, bytes.subarray(start, end));
      return;
    }
    if (this.#scratch.length < length) {
      this.#scratch = Buffer.allocUnsafeSlow(Math.max(1024, length));
    }
    const text = this.#scratch;
    opening.copy(text, 0);
    bytes.copy(text, opening.length, start, end);
    CLOSING.copy(text, length - CLOSING.length);
    if (this.#everyEvent) onOneLine(text.subarray(0, length));
    this.#events.keep(text, 0, length);
    if (text.length > SPARE_BYTES) this.#scratch = Buffer.alloc(0);
  }

  /** Reads a large message where it lies. */
  #read({ opening }: EventHead, payload: Buffer): void {
    const event = parseJson(Buffer.concat([opening, NULL, CLOSING]));
    const value = parseJson(payload);
    if (value !== undefined)
      this.#events.read({ ...(event as object), payload: value });
  }
}

/** Where every event is kept, each stands on a line; to JSON a line feed is a blank. */
function onOneLine(text: Buffer): void {
  let found = text.indexOf(LINE_FEED);
  while (found !== -1) {
    text[found] = SPACE;
    found = text.indexOf(LINE_FEED, found + 1);
  }
}
