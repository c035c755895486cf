// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { DecodedBody, DecoderOptions } from '../decoder.ts';
import { JsonReader } from '../scan/json.ts';
import { JsonArrayReader } from './json-array.ts';
import type { BodyReader } from '../reader.ts';

const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
/** Blanks and the byte order mark. */
const SKIPPED = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
const ARRAY = Buffer.from('[');

/** A body of the content type JSON: an array of objects is read as it arrives, anything else as a whole. */
export class JsonBodyReader implements BodyReader {
  readonly #options: DecoderOptions;
  #chosen: BodyReader | undefined;
  /** The bracket of an array has come, and nothing of its first element yet. */
  #opened = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  push(bytes: Buffer): number {
    if (this.#chosen !== undefined) return this.#chosen.push(bytes);
    for (let at = 0; at < bytes.length; at++) {
      const code = bytes[at] as number;
      if (SKIPPED.has(code)) continue;
      if (!this.#opened && code === OPENING_BRACKET) {
        this.#opened = true;
        continue;
      }
      return this.#choose(code).push(bytes.subarray(at));
    }
    return 0;
  }

  end(): DecodedBody {
    return (this.#chosen ?? this.#choose(0)).end();
  }

  /** By the first byte that says something; the bracket before it belongs to the body. */
  #choose(code: number): BodyReader {
    const pieces = this.#opened && code === OPENING_BRACE;
    const reader = pieces
      ? new JsonArrayReader(this.#options)
      : new JsonReader(this.#options.maxBodyBytes);
    if (this.#opened) reader.push(ARRAY);
    this.#chosen = reader;
    return reader;
  }
}
