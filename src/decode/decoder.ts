// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** How a response body is to be read. */
export interface DecoderOptions {
  /** `content-type` of the response, as sent. */
  readonly contentType: string | undefined;
  /** `content-encoding` of the response, as sent. */
  readonly contentEncoding: string | undefined;
  /** Bound of what is kept of a body that is not read as a stream, before and after decoding. */
  readonly maxBodyBytes: number;
  /** Keep every event of a stream instead of the first and the last ones. */
  readonly everyEvent: boolean;
}

/** What a response body held. */
export interface DecodedBody {
  /** The body was a stream of events (SSE, NDJSON, or the like). */
  readonly stream: boolean;
  /** Parsed JSON: one value for a whole body, the kept events of a stream in order. What does not parse is left out. */
  readonly values: readonly unknown[];
  /** The stream's `[DONE]` was seen. */
  readonly done: boolean;
  /** Something was larger than the bounds and was not read. */
  readonly oversize: boolean;
}

/** Takes the bytes of one response body. Never throws, never keeps a reference to a chunk. */
export interface Decoder {
  /**
   * Takes the next bytes as sent.
   *
   * @returns how many chunks of a stream they completed: events, or, where the stream is encoded and its events
   * cannot be told apart before the end, 1 for each read. 0 for a body that is not a stream.
   */
  push(chunk: Uint8Array): number;
  /** Reads what was kept. Call once, at the end or when the body was cut. */
  end(): DecodedBody;
}
