// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A namespace import: Node 20 has no zstd and would refuse to load a module that imports it by name.
import * as zlib from 'node:zlib';

/** More stacked codings than any server sends; each costs a whole decompression. */
const MAX_CODINGS = 5;
/** Encoded bytes decoded at a time. */
const STEP_BYTES = 4 * 1024;
/** Limit of one step's output; deflate expands one byte to at most 1032. */
const MAX_STEP_BYTES = 8 * 1024 * 1024;
/** Limit for one body: this many decoded bytes, plus `DECODED_PER_ENCODED` for each encoded byte. */
const MAX_DECODED_BYTES = 128 * 1024 * 1024;
const DECODED_PER_ENCODED = 8;

/** One content coding. */
interface Coding {
  create(firstBytes: Uint8Array): SyncStream;
  /** The flush operation that returns everything that can be decoded so far. */
  readonly flush: number;
}

/** The codings to undo, in the order of undoing. */
export type ContentCodings = readonly Coding[];

/**
 * Reads a `content-encoding` header (https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding).
 * Empty if there is no coding to undo; `undefined` if it contains a coding that is unknown to us or to this Node.
 */
export function contentCodings(
  header: string | undefined
): ContentCodings | undefined {
  const codings: Coding[] = [];
  for (const part of (header ?? '').split(',')) {
    const name = part.trim().toLowerCase();
    if (name === '' || name === 'identity') continue;
    const coding = CODINGS.get(name);
    if (coding === undefined) return undefined;
    if (codings.push(coding) > MAX_CODINGS) return undefined;
  }
  return codings.reverse();
}

/**
 * Undoes the codings of a body as it arrives, in small steps and synchronously, so that the end of a call is reported in
 * the same turn. For a body that is cut off or corrupt, it returns the part that can be decoded.
 */
export class ContentDecoder {
  /** A limit was reached, and the rest was not decoded. */
  oversize = false;
  readonly #steps: readonly Step[];
  readonly #sink: (bytes: Buffer) => void;
  #budget = MAX_DECODED_BYTES;
  #broken = false;

  constructor(codings: ContentCodings, sink: (bytes: Buffer) => void) {
    this.#steps = codings.map(coding => new Step(coding));
    this.#sink = sink;
  }

  push(bytes: Buffer): void {
    this.#budget += DECODED_PER_ENCODED * bytes.length;
    this.#decode(bytes, 0);
  }

  /** Releases the memory of zlib. */
  end(): void {
    this.#broken = true;
    for (const step of this.#steps) step.close();
  }

  #decode(bytes: Buffer, index: number): void {
    const step = this.#steps[index];
    if (step === undefined) {
      this.#sink(bytes);
      return;
    }
    for (let at = 0; at < bytes.length && !this.#broken; at += STEP_BYTES) {
      const decoded = this.#run(step, bytes.subarray(at, at + STEP_BYTES));
      if (decoded !== undefined && decoded.length > 0) {
        this.#decode(decoded, index + 1);
      }
    }
  }

  #run(step: Step, bytes: Buffer): Buffer | undefined {
    try {
      const decoded = step.decode(bytes);
      this.#budget -= decoded.length;
      if (this.#budget >= 0) return decoded;
      this.oversize = true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.oversize = code === 'ERR_BUFFER_TOO_LARGE';
    }
    this.end();
    return undefined;
  }
}

/**
 * The part of a zlib stream that Node's own `gunzipSync` uses to decode. It is undocumented; npm unpacks packages with it
 * (minizlib).
 */
interface SyncStream {
  _handle: { close(): void } | null;
  _processChunk?(bytes: Uint8Array, flush: number): Buffer;
  close(): void;
  on(name: 'error', listener: () => void): this;
  removeAllListeners(name: 'error'): this;
}

const ignore = (): void => {};

/** Undoes one coding, step by step. */
class Step {
  readonly #coding: Coding;
  #stream: SyncStream | undefined;

  constructor(coding: Coding) {
    this.#coding = coding;
  }

  decode(bytes: Buffer): Buffer {
    const stream = (this.#stream ??= this.#coding.create(bytes));
    const handle = stream._handle;
    if (handle === null || stream._processChunk === undefined) {
      throw new Error('this version of Node.js cannot decode in steps');
    }
    // Node expects only one synchronous call, which closes the stream afterwards.
    const { close } = handle;
    handle.close = ignore;
    try {
      return stream._processChunk(bytes, this.#coding.flush);
    } finally {
      handle.close = close;
      stream._handle = handle;
      // Each call adds a listener; an error is also emitted later.
      stream.removeAllListeners('error').on('error', ignore);
    }
  }

  close(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }
}

const limit = { maxOutputLength: MAX_STEP_BYTES };
const flush = zlib.constants.Z_SYNC_FLUSH;

function sync(stream: object): SyncStream {
  return stream as SyncStream;
}

/** Servers send `deflate` with or without the zlib wrapper (RFC 1950); the first bytes show which. */
function createInflate([method = 0, flags]: Uint8Array): SyncStream {
  const wrapped =
    (method & 0x0f) === 8 &&
    (flags === undefined || (method * 256 + flags) % 31 === 0);
  return sync(
    wrapped ? zlib.createInflate(limit) : zlib.createInflateRaw(limit)
  );
}

const gzip: Coding = { create: () => sync(zlib.createGunzip(limit)), flush };

const CODINGS = new Map<string, Coding>([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { create: createInflate, flush }],
  [
    'br',
    {
      create: () => sync(zlib.createBrotliDecompress(limit)),
      flush: zlib.constants.BROTLI_OPERATION_FLUSH,
    },
  ],
]);

if (typeof zlib.createZstdDecompress === 'function') {
  CODINGS.set('zstd', {
    create: () => sync(zlib.createZstdDecompress(limit)),
    flush: zlib.constants.ZSTD_e_flush,
  });
}
