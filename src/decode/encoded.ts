// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from './bytes.ts';
import { type ContentCodings, decodeContent } from './encoding.ts';
import { type BodyReader, type DecodedBody, EmptyReader } from './reader.ts';

/**
 * Keeps an encoded body as it came, and decodes it once, at its end. Decoding on the way would cost the
 * application what it pays itself for it, on its own thread.
 */
export class EncodedReader implements BodyReader {
  readonly #codings: ContentCodings;
  readonly #stream: boolean;
  readonly #plain: () => BodyReader;
  readonly #body: BoundedBytes;

  /** `plain` makes the reader of what is decoded; `stream` when the content type says that it is a stream. */
  constructor(
    codings: ContentCodings,
    stream: boolean,
    maxBodyBytes: number,
    plain: () => BodyReader
  ) {
    this.#codings = codings;
    this.#stream = stream;
    this.#plain = plain;
    this.#body = new BoundedBytes(maxBodyBytes);
  }

  push(bytes: Buffer): number {
    this.#body.append(bytes, 0, bytes.length);
    return this.#stream && bytes.length > 0 ? 1 : 0;
  }

  end(): DecodedBody {
    const { limit, overflowed } = this.#body;
    const decoded = overflowed
      ? 'oversize'
      : decodeContent(this.#body.view(), this.#codings, limit);
    if (decoded === undefined || decoded === 'oversize') {
      return new EmptyReader(this.#stream, decoded === 'oversize').end();
    }
    const reader = this.#plain();
    reader.push(
      Buffer.from(decoded.buffer, decoded.byteOffset, decoded.byteLength)
    );
    return reader.end();
  }
}
