// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AwsEventStreamReader } from './aws/event-stream.ts';
import { contentCodings } from './encoding.ts';
import { EncodedReader } from './encoded.ts';
import { JsonBodyReader } from './framing/json-body.ts';
import { NdjsonReader } from './framing/ndjson.ts';
import { type BodyReader, EmptyReader } from './reader.ts';
import { SniffingReader } from './sniff.ts';
import { SseReader } from './framing/sse.ts';

/** How a response body is to be read. */
export interface DecoderOptions {
  /** `content-type` of the response, as sent. */
  readonly contentType: string | undefined;
  /** `content-encoding` of the response, as sent. */
  readonly contentEncoding: string | undefined;
  /** Bound of what is kept of a body that is not read as a stream, before and after decoding. */
  readonly maxBodyBytes: number;
  /** Keep every event of a stream until its end, within `maxBodyBytes`, instead of the first and the last ones. */
  readonly everyEvent: boolean;
  /** Read every event of a stream, each when the next one comes; only where they are not kept. */
  readonly readEvery: boolean;
  /** Takes the parsed events of a stream that cannot wait for its end, in their order, before those that can. */
  onEvent(this: void, value: unknown): void;
}

/** What a response body held. */
export interface DecodedBody {
  /** The body was a stream of events (SSE, NDJSON, or the like). */
  readonly stream: boolean;
  /**
   * Parsed JSON: one value for a whole body, the kept events of a stream in order, after those that `onEvent` was given.
   * What does not parse is left out. The value of an array of objects is the array of the kept ones.
   */
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
   * cannot be told apart before the end, 1 for each read; objects of a JSON array. 0 for any other body.
   */
  push(chunk: Uint8Array): number;
  /** Reads what was kept. Call once, at the end or when the body was cut. */
  end(): DecodedBody;
}

/**
 * Chooses how a body is read: by its content type, by its first bytes where the type says nothing, and
 * by its content encoding. Never throws.
 */
export function createDecoder(options: DecoderOptions): Decoder {
  try {
    return new GuardedDecoder(chooseReader(options));
  } catch {
    return new GuardedDecoder(new EmptyReader(false, false));
  }
}

type Framing = 'sse' | 'ndjson' | 'json' | 'aws';

/** Content types that say how a body is framed; besides them, what ends in `+json`. */
const FRAMINGS = new Map<string, Framing>([
  ['text/event-stream', 'sse'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/x-jsonl', 'ndjson'],
  ['application/jsonlines', 'ndjson'],
  ['application/x-jsonlines', 'ndjson'],
  ['application/stream+json', 'ndjson'],
  ['application/vnd.amazon.eventstream', 'aws'],
  ['application/json', 'json'],
  ['text/json', 'json'],
]);

function chooseReader(options: DecoderOptions): BodyReader {
  const framing = framingOf(options.contentType);
  const readers = {
    sse: (): BodyReader => new SseReader(options),
    ndjson: (): BodyReader => new NdjsonReader(options),
    aws: (): BodyReader => new AwsEventStreamReader(options),
    json: (): BodyReader => new JsonBodyReader(options),
  };
  const plain =
    framing === undefined
      ? (): BodyReader => new SniffingReader(readers)
      : readers[framing];
  const codings = contentCodings(options.contentEncoding);
  if (codings?.length === 0) return plain();
  const stream = framing !== undefined && framing !== 'json';
  return codings === undefined
    ? new EmptyReader(stream, false)
    : new EncodedReader(codings, stream, options.maxBodyBytes, plain);
}

function framingOf(contentType: string | undefined): Framing | undefined {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return FRAMINGS.get(type) ?? (type.endsWith('+json') ? 'json' : undefined);
}

/** Stands between the wire and a reader: nothing is thrown, and nothing is held after the end. */
class GuardedDecoder implements Decoder {
  #reader: BodyReader;

  constructor(reader: BodyReader) {
    this.#reader = reader;
  }

  push(chunk: Uint8Array): number {
    try {
      return this.#reader.push(
        Buffer.isBuffer(chunk) ? chunk : asBuffer(chunk)
      );
    } catch {
      // Without these bytes the rest cannot be trusted: there was no memory for them, or they were no bytes.
      this.#reader = new EmptyReader(false, true);
      return 0;
    }
  }

  end(): DecodedBody {
    const reader = this.#reader;
    this.#reader = new EmptyReader(false, false);
    try {
      return reader.end();
    } catch {
      return new EmptyReader(false, true).end();
    }
  }
}

/** A view of the same bytes; it holds for arrays of another realm too. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
