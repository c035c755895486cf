// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type EventHead, HeadReader } from './event-head.ts';
import { BoundedBytes, parseJson } from '../bytes.ts';
import { KeptEvents } from '../kept/kept-events.ts';
import type { BodyReader, DecodedBody, DecoderOptions } from '../reader.ts';

/** Length of the message, length of its headers, checksum of both. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** Limit that AWS documents; a message that claims longer headers is invalid. */
const MAX_HEADER_BYTES = 128 * 1024;
const MAX_MESSAGE_BYTES = 24 * 1024 * 1024;
/** Memory kept for messages that cross chunks; any more is released after each message. */
const SPARE_BYTES = 8 * 1024;

const OPENING_BRACE = 0x7b;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const CLOSING = Buffer.from('}');
const NULL = Buffer.from('null');

/**
 * Reads messages of `application/vnd.amazon.eventstream`, as Bedrock sends them. Passes each on as
 * `{ type, payload }` or, if it reports a failure, as `{ exception, payload }`. Does not verify checksums:
 * the transport has its own, and the application's client verifies these.
 *
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export class AwsEventStreamReader implements BodyReader {
  readonly #events: KeptEvents;
  readonly #everyEvent: boolean;
  readonly #heads = new HeadReader();
  readonly #carry: BoundedBytes;
  /** A longer message is not buffered; its payload is passed on as it arrives. */
  readonly #maxHeldBytes: number;
  #scratch = Buffer.alloc(0);
  /** Outstanding bytes of a long message, including its checksum. */
  #remaining = 0;
  /** The long message is an event. */
  #longEvent = false;
  /** The lengths are invalid, so the start of the next message is unknown. */
  #lost = false;

  constructor(options: DecoderOptions) {
    this.#events = new KeptEvents(options);
    this.#everyEvent = options.everyEvent;
    this.#maxHeldBytes = this.#events.maxEventBytes + MAX_HEADER_BYTES;
    this.#carry = new BoundedBytes(this.#maxHeldBytes);
  }

  push(bytes: Buffer): number {
    let position = 0;
    let events = 0;
    while (position < bytes.length && !this.#lost) {
      if (this.#remaining > 0) {
        const step = Math.min(this.#remaining, bytes.length - position);
        events += this.#passLong(bytes.subarray(position, position + step));
        position += step;
      } else if (this.#carry.length > 0) {
        position = this.#fill(bytes, position);
        events += this.#deliverHeld();
      } else {
        const length = this.#lengthAt(bytes, position);
        if (length === undefined || bytes.length - position < length) {
          const end = Math.min(
            bytes.length,
            position + this.#neededAt(bytes, position)
          );
          this.#carry.append(bytes, position, end);
          position = end;
          events += this.#deliverHeld();
        } else {
          events += this.#deliver(bytes, position, length);
          position += length;
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

  /** Buffers the bytes that the message still needs: first its prelude, which contains the lengths of the rest. */
  #fill(bytes: Buffer, position: number): number {
    const held = this.#carry.view();
    const needed = this.#neededAt(held, 0) - held.length;
    const end = Math.min(bytes.length, position + needed);
    this.#carry.append(bytes, position, end);
    return end;
  }

  /** How many bytes of the message at `position` must be buffered: its prelude, its headers, or all of it. */
  #neededAt(bytes: Buffer, position: number): number {
    if (bytes.length - position < PRELUDE_BYTES) return PRELUDE_BYTES;
    const length = bytes.readUInt32BE(position);
    return length <= this.#maxHeldBytes
      ? length
      : PRELUDE_BYTES + bytes.readUInt32BE(position + 4);
  }

  /** Length of the message at `position`; `undefined` while its prelude is incomplete, or if it is invalid. */
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
    return length;
  }

  /** Reads the buffered message once enough of it has arrived. */
  #deliverHeld(): number {
    const held = this.#carry.view();
    const length = this.#lengthAt(held, 0);
    if (length === undefined || held.length < this.#neededAt(held, 0)) return 0;
    let events = 0;
    if (held.length === length) events = this.#deliver(held, 0, length);
    else this.#beginLong(held, length);
    this.#carry.reset(SPARE_BYTES);
    return events;
  }

  #beginLong(held: Buffer, length: number): void {
    const head = this.#heads.read(held, PRELUDE_BYTES, held.length);
    this.#remaining = length - held.length;
    this.#longEvent = head?.failed === false;
    if (head !== undefined) this.#events.begin(head.opening);
  }

  /** Returns 1 if an event has ended. */
  #passLong(part: Buffer): number {
    this.#remaining -= part.length;
    const checksum = Math.max(0, CHECKSUM_BYTES - this.#remaining);
    this.#events.goOn(part.subarray(0, Math.max(0, part.length - checksum)));
    if (this.#remaining > 0) return 0;
    this.#events.goOn(CLOSING);
    this.#events.close();
    return this.#longEvent ? 1 : 0;
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
    // A failure counts even if its payload is no JSON.
    if (parseJson(bytes.subarray(payload, end)) === undefined) {
      this.#keep(head, NULL, 0, NULL.length);
    } else {
      this.#keep(head, bytes, payload, end);
    }
    return 0;
  }

  /** Keeps the message as one JSON text; the first one and the last ones are parsed at the end. */
  #keep(head: EventHead, bytes: Buffer, start: number, end: number): void {
    const { opening } = head;
    const length = opening.length + end - start + CLOSING.length;
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
}

/** Puts an event on one line, as keeping every event requires. To JSON, a line feed is white space. */
function onOneLine(text: Buffer): void {
  let found = text.indexOf(LINE_FEED);
  while (found !== -1) {
    text[found] = SPACE;
    found = text.indexOf(LINE_FEED, found + 1);
  }
}
