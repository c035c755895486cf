// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from './bytes.ts';
import { ContentDecoder, type ContentCodings } from './encoding.ts';
import type { BodyReader, DecodedBody } from './reader.ts';

/** A larger body is decoded as it arrives. */
const MAX_HELD_BYTES = 32 * 1024;

/** Keeps a small encoded body until its end, and decodes a large one as it arrives. */
export class EncodedReader implements BodyReader {
  readonly #stream: boolean;
  readonly #plain: BodyReader;
  readonly #decoder: ContentDecoder;
  readonly #held = new BoundedBytes(MAX_HELD_BYTES);
  #begun = false;

  /**
   * @param stream whether the content type is that of a stream
   * @param plain reads the decoded bytes
   */
  constructor(codings: ContentCodings, stream: boolean, plain: BodyReader) {
    this.#stream = stream;
    this.#plain = plain;
    this.#decoder = new ContentDecoder(codings, bytes => plain.push(bytes));
  }

  push(bytes: Buffer): number {
    const held = this.#held;
    if (!this.#begun && held.length + bytes.length <= held.limit) {
      held.append(bytes, 0, bytes.length);
    } else {
      this.#begin();
      this.#decoder.push(bytes);
    }
    return this.#stream && bytes.length > 0 ? 1 : 0;
  }

  end(): DecodedBody {
    this.#begin();
    this.#decoder.end();
    const body = this.#plain.end();
    const stream = body.stream || this.#stream;
    const oversize = body.oversize || this.#decoder.oversize;
    return { ...body, stream, oversize };
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#held.length > 0) this.#decoder.push(this.#held.view());
    this.#held.release();
  }
}
