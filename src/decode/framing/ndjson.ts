// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { KeptEvents } from '../kept/kept-events.ts';
import { LineReader } from './lines.ts';
import type { BodyReader, DecodedBody, DecoderOptions } from '../reader.ts';
import { isDone } from './sse.ts';

const OPENING_BRACE = 0x7b;
/** White space and CR, which are not part of the event. */
const FRAMING_BYTES = 16;

/** Reads JSON objects, one per line, as Ollama sends them. Skips other lines, except `[DONE]`. */
export class NdjsonReader extends LineReader implements BodyReader {
  readonly #events: KeptEvents;

  constructor(options: DecoderOptions) {
    const events = new KeptEvents(options);
    super(events.maxEventBytes + FRAMING_BYTES);
    this.#events = events;
  }

  protected line(bytes: Buffer, start: number, end: number): number {
    const first = skipBlanks(bytes, start, end);
    if (bytes[first] === OPENING_BRACE) {
      this.#events.keep(bytes, first, end);
      return 1;
    }
    if (isDone(bytes, first, end)) this.#events.done = true;
    return 0;
  }

  protected longLine(head: Buffer): number {
    const first = skipBlanks(head, 0, head.length);
    if (head[first] !== OPENING_BRACE) return 0;
    this.#events.begin(head.subarray(first));
    return 1;
  }

  protected longPart(bytes: Buffer): void {
    this.#events.goOn(bytes);
  }

  protected longEnd(): void {
    this.#events.close();
  }

  end(): DecodedBody {
    const rest = this.takeRest();
    if (rest !== undefined) {
      const first = skipBlanks(rest, 0, rest.length);
      if (rest[first] === OPENING_BRACE) {
        this.#events.takeRest(rest.subarray(first));
      } else {
        this.line(rest, first, rest.length);
      }
    }
    return this.#events.end();
  }
}

function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return at;
}
