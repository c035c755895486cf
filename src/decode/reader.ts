// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { DecodedBody } from './decoder.ts';

/**
 * Reads a body whose framing is known. `push` and `end` are those of a decoder, but need not guard
 * themselves: `createDecoder` does it once for all.
 */
export interface BodyReader {
  push(bytes: Buffer): number;
  end(): DecodedBody;
}

/** Reads nothing of a body: it cannot be read, or it has ended. */
export class EmptyReader implements BodyReader {
  readonly #stream: boolean;
  readonly #oversize: boolean;

  constructor(stream: boolean, oversize: boolean) {
    this.#stream = stream;
    this.#oversize = oversize;
  }

  push(bytes: Buffer): number {
    return this.#stream && bytes.length > 0 ? 1 : 0;
  }

  end(): DecodedBody {
    return {
      stream: this.#stream,
      values: [],
      done: false,
      oversize: this.#oversize,
    };
  }
}
