// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Options for reading a response body. */
export interface DecoderOptions {
  /** `content-type` of the response, as sent. */
  readonly contentType: string | undefined;
  /** `content-encoding` of the response, as sent. */
  readonly contentEncoding: string | undefined;
  /** Limit of the kept bytes if `everyEvent` asks for the whole body. */
  readonly maxBodyBytes: number;
  /** Keep the whole body, or every event of a stream, within `maxBodyBytes`, instead of the facts alone. */
  readonly everyEvent: boolean;
  /** Read every event of a stream, at its end or when the next one begins; only if they are not all kept. */
  readonly readEvery: boolean;
  /** Takes the events of a stream that cannot be kept until its end, before those that can. */
  readonly early: EventTaker;
}

/** Takes the parsed events of a stream, in order. */
export interface EventTaker {
  onEvent(value: unknown): void;
}

/** The content of a response body. */
export interface DecodedBody {
  /** The body was a stream of events (SSE, NDJSON, or the like). */
  readonly stream: boolean;
  /**
   * Parsed JSON: one value for a whole body, or the kept events of a stream in order, after those that `early` took.
   * Text that does not parse is left out. The value of an array of objects is an array of the kept ones. Large values are
   * outlines (`JsonOutline`).
   */
  readonly values: readonly unknown[];
  /** The stream's `[DONE]` was seen. */
  readonly done: boolean;
  /** The body exceeded a limit: its values are outlines or incomplete. */
  readonly oversize: boolean;
}

/**
 * Reads a body whose framing is known. `push` and `end` are like those of a decoder but may throw:
 * `createDecoder` guards them in one place.
 */
export interface BodyReader {
  push(bytes: Buffer): number;
  end(): DecodedBody;
}
