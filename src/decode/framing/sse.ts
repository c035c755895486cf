// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { KeptEvents } from '../kept/kept-events.ts';
import { LineReader } from './lines.ts';
import type { BodyReader, DecodedBody, DecoderOptions } from '../reader.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
/** Length of `[DONE]` with some white space: a longer line need not be decoded. */
const MAX_DONE_BYTES = 16;
const LETTER_E = 0x65;
const ERROR_MEMBER = '"error"';
const ERROR = /^event: ?error\s*$/;
const MAX_ERROR_BYTES = 16;
const PING = /^\{\s*"type"\s*:\s*"ping"\s*\}\s*$/;
const MAX_PING_BYTES = 32;
/** `data: ` and CR, which are not part of the event. */
const FRAMING_BYTES = 16;

/**
 * Reads server-sent events that contain JSON objects, as GenAI providers send them
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
 *
 * An event is a data line whose payload starts with `{`. `[DONE]` is recognised; pings, all other payloads,
 * fields and comments are skipped. A further data line before the next empty line belongs to the same event
 * unless it also starts with `{`, because some gateways send no empty lines.
 */
export class SseReader extends LineReader implements BodyReader {
  readonly #events: KeptEvents;
  /** The newest event was kept and may continue. */
  #open = false;
  /** The event is named `error`. */
  #failed = false;
  #inLongData = false;

  constructor(options: DecoderOptions) {
    const events = new KeptEvents(options);
    super(events.maxEventBytes + FRAMING_BYTES);
    this.#events = events;
  }

  protected line(bytes: Buffer, start: number, end: number): number {
    const events = this.#events;
    if (start === end) {
      if (this.#open && events.awaitsEnd) events.close();
      this.#open = this.#failed = false;
      return 0;
    }
    const payload = payloadStart(bytes, start);
    if (payload < 0) return this.#otherLine(bytes, start, end);
    if (bytes[payload] === OPENING_BRACE) {
      this.#open =
        end - payload > MAX_PING_BYTES || !isPing(bytes, payload, end);
      if (!this.#open) return 0;
      this.#failed = false;
      events.keep(bytes, payload, end);
      return 1;
    }
    if (isDone(bytes, payload, end)) {
      events.done = true;
      this.#open = false;
    } else if (this.#failed) {
      return this.#error(bytes.toString('utf8', payload, end));
    } else if (this.#open) {
      events.extend(bytes, payload, end);
    }
    return 0;
  }

  protected longLine(head: Buffer): number {
    const payload = payloadStart(head, 0);
    this.#inLongData = payload >= 0;
    if (payload < 0) return 0;
    if (head[payload] === OPENING_BRACE) {
      this.#open = true;
      this.#events.begin(head.subarray(payload));
      return 1;
    }
    if (this.#open) this.#events.extend(head, payload, head.length);
    return 0;
  }

  protected longPart(bytes: Buffer): void {
    if (this.#inLongData && this.#open) this.#events.goOn(bytes);
  }

  protected longEnd(): void {
    this.#events.endPiece();
  }

  end(): DecodedBody {
    const rest = this.takeRest();
    if (rest === undefined) return this.#events.end();
    const payload = payloadStart(rest, 0);
    if (payload < 0 || rest[payload] !== OPENING_BRACE) {
      this.line(rest, 0, rest.length);
    } else if (!isPing(rest, payload, rest.length)) {
      this.#events.takeRest(rest.subarray(payload));
    }
    return this.#events.end();
  }

  /** Skips comments and fields. Gateways that fail midway send an error as an object without a field name. */
  #otherLine(bytes: Buffer, start: number, end: number): number {
    const first = bytes[start];
    if (first === LETTER_E && end - start <= MAX_ERROR_BYTES) {
      this.#failed = ERROR.test(bytes.toString('latin1', start, end));
    } else if (
      first === OPENING_BRACE &&
      bytes.subarray(start, end).includes(ERROR_MEMBER)
    ) {
      this.#open = false;
      this.#events.keep(bytes, start, end);
    }
    return 0;
  }

  /** Keeps the text of an event that is named `error` and whose data is no object. */
  #error(text: string): number {
    const event = Buffer.from(JSON.stringify({ error: { message: text } }));
    this.#open = this.#failed = false;
    this.#events.keep(event, 0, event.length);
    return 1;
  }
}

/** Whether a line, or the rest of it, is the end marker `[DONE]`. */
export function isDone(bytes: Buffer, start: number, end: number): boolean {
  return (
    bytes[start] === OPENING_BRACKET &&
    end - start <= MAX_DONE_BYTES &&
    bytes.toString('latin1', start, end).trim() === '[DONE]'
  );
}

/** Anthropic's `{"type": "ping"}` keeps the connection alive. It is not part of the answer and may even come first. */
function isPing(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start <= MAX_PING_BYTES &&
    PING.test(bytes.toString('latin1', start, end))
  );
}

/** The index of the data after `data:` and a space; negative if the line is no data line. */
function payloadStart(bytes: Buffer, start: number): number {
  const isData =
    bytes[start] === 0x64 &&
    bytes[start + 1] === 0x61 &&
    bytes[start + 2] === 0x74 &&
    bytes[start + 3] === 0x61 &&
    bytes[start + 4] === COLON;
  if (!isData) return -1;
  return bytes[start + 5] === SPACE ? start + 6 : start + 5;
}
