// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AwsEventStreamReader } from './aws/event-stream.ts';
import { contentCodings } from './encoding.ts';
import { EncodedReader } from './encoded.ts';
import { JsonBodyReader } from './framing/json-body.ts';
import { NdjsonReader } from './framing/ndjson.ts';
import type { BodyReader, DecodedBody, DecoderOptions } from './reader.ts';
import { SseReader } from './framing/sse.ts';

/** Takes the bytes of one response body. Never throws, never keeps a reference to a chunk. */
export interface Decoder {
  /**
   * Takes the next bytes as sent.
   *
   * @returns how many chunks of a stream they completed: events, or objects of a JSON array. If the stream is encoded, its
   * events cannot be separated before the end, and each read counts as 1. 0 for any other body.
   */
  push(chunk: Uint8Array): number;
  /** Parses the kept bytes. Call once, at the end or when the body was cut off. */
  end(): DecodedBody;
}

/** Chooses how a body is read: by its content encoding, its first bytes, and its content type. Never throws. */
export function createDecoder(options: DecoderOptions): Decoder {
  try {
    const label = framingOf(options.contentType);
    const decoder = new BodyDecoder(label, options);
    return options.contentEncoding === undefined
      ? decoder
      : encoded(options.contentEncoding, label, decoder, options);
  } catch {
    return new BodyDecoder(undefined, options, EMPTY);
  }
}

function encoded(
  contentEncoding: string,
  label: Framing | undefined,
  decoder: BodyDecoder,
  options: DecoderOptions
): Decoder {
  const codings = contentCodings(contentEncoding);
  if (codings?.length === 0) return decoder;
  const stream = label !== undefined && label !== 'json';
  const reader =
    codings === undefined
      ? new EmptyReader(stream, false)
      : new EncodedReader(codings, stream, decoder);
  return new BodyDecoder(label, options, reader);
}

type Framing = 'sse' | 'ndjson' | 'json' | 'aws';

const READERS: Readonly<
  Record<Framing, new (options: DecoderOptions) => BodyReader>
> = {
  sse: SseReader,
  ndjson: NdjsonReader,
  aws: AwsEventStreamReader,
  json: JsonBodyReader,
};

/** Content types that determine the framing of a body; in addition, types that end in `+json`. */
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

/** The last content type: most answers have the same. */
let lastType: string | undefined;
let lastFraming: Framing | undefined;

function framingOf(contentType: string | undefined): Framing | undefined {
  if (contentType !== lastType) {
    lastFraming = contentType === undefined ? undefined : readType(contentType);
    lastType = contentType;
  }
  return lastFraming;
}

function readType(contentType: string): Framing | undefined {
  const end = contentType.indexOf(';');
  const type = (end < 0 ? contentType : contentType.slice(0, end))
    .trim()
    .toLowerCase();
  return FRAMINGS.get(type) ?? (type.endsWith('+json') ? 'json' : undefined);
}

/** Possible beginnings of the first line of an event stream. */
const FIELDS = [':', 'data:', 'event:', 'id:', 'retry:'];
const LONGEST_FIELD = 6;
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';
const NOTHING = Buffer.alloc(0);
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** Largest first byte of an AWS event stream: no message has 2^25 bytes or more. No text begins with such a byte. */
const MAX_AWS_BYTE = 1;

/** Chooses the reader by the first bytes of a body, and by its content type if those are ambiguous. Catches its exceptions. */
class BodyDecoder implements Decoder {
  readonly #label: Framing | undefined;
  readonly #options: DecoderOptions;
  #reader: BodyReader | undefined;
  /** The first bytes, until there are enough to choose the reader. */
  #held = NOTHING;

  constructor(
    label: Framing | undefined,
    options: DecoderOptions,
    reader?: BodyReader
  ) {
    this.#label = label;
    this.#options = options;
    this.#reader = reader;
  }

  push(chunk: Uint8Array): number {
    try {
      const bytes = Buffer.isBuffer(chunk) ? chunk : asBuffer(chunk);
      const reader = this.#reader;
      return reader === undefined ? this.#choose(bytes) : reader.push(bytes);
    } catch {
      // These bytes are missing (no memory, or no byte array), so the rest of the body is not reliable.
      this.#reader = CUT;
      return 0;
    }
  }

  end(): DecodedBody {
    try {
      let reader = this.#reader;
      if (reader === undefined && this.#label !== undefined) {
        reader = new READERS[this.#label](this.#options);
        reader.push(this.#held);
      }
      this.#reader = EMPTY;
      return (reader ?? EMPTY).end();
    } catch {
      this.#reader = EMPTY;
      return CUT.end();
    }
  }

  #choose(bytes: Buffer): number {
    const held = this.#held;
    const body = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
    const start = startOf(body);
    if (start === body.length) {
      this.#held = Buffer.from(body.subarray(0, LONGEST_FIELD));
      return 0;
    }
    const head = body.toString('latin1', start, start + LONGEST_FIELD);
    const framing = framingByHead(head, this.#label);
    if (framing === undefined) {
      this.#held = Buffer.from(body.subarray(start));
      return 0;
    }
    this.#held = NOTHING;
    const reader =
      framing === 'other' ? EMPTY : new READERS[framing](this.#options);
    this.#reader = reader;
    return reader.push(start === 0 ? body : body.subarray(start));
  }
}

/** Skips a byte order mark and white space, which are insignificant in JSON and before the first event. */
function startOf(body: Buffer): number {
  let start = 0;
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) start = 3;
  while (BLANKS.has(body[start] ?? 0)) start++;
  return start;
}

/** `undefined` if there are too few bytes to decide. */
function framingByHead(
  head: string,
  label: Framing | undefined
): Framing | 'other' | undefined {
  if (label !== undefined && head.charCodeAt(0) <= MAX_AWS_BYTE) return 'aws';
  if (head.startsWith('{')) {
    if (label === 'ndjson' && head === '{') return undefined;
    // A line with only a brace begins a JSON text of several lines.
    return label === 'ndjson' && !/^\{[\r\n]/.test(head) ? 'ndjson' : 'json';
  }
  if (head.startsWith('[')) {
    if (label === 'ndjson' && head === '[') return undefined;
    return label === 'ndjson' && !/^\[[{\r\n]/.test(head) ? 'ndjson' : 'json';
  }
  if (FIELDS.some(field => head.startsWith(field))) return 'sse';
  const mayBecome = [BYTE_ORDER_MARK, ...FIELDS];
  if (mayBecome.some(start => start.startsWith(head))) return undefined;
  return label ?? 'other';
}

/** A view of the same bytes; also works for arrays of another realm. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Reads nothing, for a body that cannot be read or has ended. */
class EmptyReader implements BodyReader {
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

/** Of a body that has ended, or is in no known framing. */
const EMPTY = new EmptyReader(false, false);
/** Of a body of which bytes are missing. */
const CUT = new EmptyReader(false, true);
