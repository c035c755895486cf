// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { DecodedBody, DecoderOptions } from '../decoder.ts';
import { KeptEvents, MAX_EVENT_BYTES } from '../kept/kept-events.ts';
import { type LineSink, LineScanner } from './lines.ts';
import type { BodyReader } from '../reader.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
/** `[DONE]`, with some blanks after it: a long array need not be decoded to see that it is none. */
const MAX_DONE_BYTES = 16;
const PING = /^\{\s*"type"\s*:\s*"ping"\s*\}\s*$/;
const MAX_PING_BYTES = 32;
/** Byte order mark, `data: ` and CR, which are not part of the event. */
const FRAMING_BYTES = 16;

/**
 * Server-sent events that carry JSON objects, as GenAI providers send them
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
 *
 * An event is a data line whose payload starts with `{`; `[DONE]` is told apart; pings, all other payloads,
 * fields and comments are passed over. A further data line of the same event, down to the next empty
 * line, belongs to it when it does not start with `{` itself: some gateways send no empty lines. Lines
 * that end in CR alone are not told apart, and a body of such lines gives no events.
 */
export class SseReader implements BodyReader, LineSink {
  readonly #events: KeptEvents;
  readonly #lines: LineScanner;
  /** The newest event was kept, and may go on. */
  #open = false;

  constructor(options: DecoderOptions) {
    this.#events = new KeptEvents(options);
    this.#lines = new LineScanner(this, MAX_EVENT_BYTES + FRAMING_BYTES);
  }

  push(bytes: Buffer): number {
    return this.#lines.push(bytes);
  }

  line(bytes: Buffer, start: number, end: number): number {
    if (start === end) {
      if (this.#open) this.#events.close();
      this.#open = false;
      return 0;
    }
    if (!isData(bytes, start)) return 0;
    const payload = payloadStart(bytes, start);
    if (bytes[payload] === OPENING_BRACE) {
      const ping = isPing(bytes, payload, end);
      this.#open = !ping && this.#events.keep(bytes, payload, end);
      return ping ? 0 : 1;
    }
    if (isDone(bytes, payload, end)) {
      this.#events.done = true;
      this.#open = false;
    } else if (this.#open) {
      this.#events.extend(bytes, payload, end);
    }
    return 0;
  }

  longLine(head: Buffer): number {
    this.#events.oversize = true;
    this.#open = false;
    return isData(head, 0) && head[payloadStart(head, 0)] === OPENING_BRACE
      ? 1
      : 0;
  }

  end(): DecodedBody {
    const rest = this.#lines.takeRest();
    if (rest !== undefined && isData(rest, 0)) {
      const payload = payloadStart(rest, 0);
      if (isPing(rest, payload, rest.length)) return this.#events.end();
      if (rest[payload] === OPENING_BRACE) {
        this.#events.takeRest(rest.subarray(payload));
      } else {
        this.line(rest, 0, rest.length);
      }
    }
    return this.#events.end();
  }
}

/** Whether a line, or what is left of it, is the end marker `[DONE]`. */
export function isDone(bytes: Buffer, start: number, end: number): boolean {
  return (
    bytes[start] === OPENING_BRACKET &&
    end - start <= MAX_DONE_BYTES &&
    bytes.toString('latin1', start, end).trim() === '[DONE]'
  );
}

/** Anthropic's `{"type": "ping"}` keeps the connection alive, and is no part of an answer: it may even come first. */
function isPing(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start <= MAX_PING_BYTES &&
    PING.test(bytes.toString('latin1', start, end))
  );
}

function isData(bytes: Buffer, start: number): boolean {
  return (
    bytes[start] === 0x64 &&
    bytes[start + 1] === 0x61 &&
    bytes[start + 2] === 0x74 &&
    bytes[start + 3] === 0x61 &&
    bytes[start + 4] === COLON
  );
}

function payloadStart(bytes: Buffer, start: number): number {
  return bytes[start + 5] === SPACE ? start + 6 : start + 5;
}
