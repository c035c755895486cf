// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** How a response body is to be read. */
export interface DecoderOptions {
  /** `content-type` of the response, as sent. */
  readonly contentType: string | undefined;
  /** `content-encoding` of the response, as sent. */
  readonly contentEncoding: string | undefined;
  /** Bound of what is kept where `everyEvent` asks for all of a body. */
  readonly maxBodyBytes: number;
  /** Keep the whole body, or every event of a stream, within `maxBodyBytes`, instead of the facts alone. */
  readonly everyEvent: boolean;
  /** Read every event of a stream, each at its end or when the next one comes; only where they are not kept. */
  readonly readEvery: boolean;
  /** Takes the parsed events of a stream that cannot wait for its end, in their order, before those that can. */
  onEvent(this: void, value: unknown): void;
}

/** The content of a response body. */
export interface DecodedBody {
  /** The body was a stream of events (SSE, NDJSON, or the like). */
  readonly stream: boolean;
  /**
   * Parsed JSON: one value for a whole body, the kept events of a stream in order, after those that `onEvent` was given.
   * Anything that does not parse is left out. The value of an array of objects is the array of the kept ones. Large
   * values are outlines (`JsonOutline`).
   */
  readonly values: readonly unknown[];
  /** The stream's `[DONE]` was seen. */
  readonly done: boolean;
  /** The body was larger than a bound: its values are outlines or incomplete. */
  readonly oversize: boolean;
}

/**
 * Reads a body whose framing is known. `push` and `end` are those of a decoder, but need not guard
 * themselves: `createDecoder` does it once for all.
 */
export interface BodyReader {
  /** The reader that takes the rest, where this one only chose it. */
  readonly chosen?: BodyReader | undefined;
  push(bytes: Buffer): number;
  end(): DecodedBody;
}
