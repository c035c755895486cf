// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Namespace, not names: Node 20 has no zstd, and would refuse to load a module that imports it by name.
import * as zlib from 'node:zlib';

/** More codings on top of each other than anyone sends: each costs a whole decompression. */
const MAX_CODINGS = 5;

type Decompress = (bytes: Uint8Array, maxOutputLength: number) => Buffer;

/** What is to be undone, in the order of undoing. */
export type ContentCodings = readonly Decompress[];

/**
 * Reads a `content-encoding` header (https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding).
 * Empty when nothing is to be undone; `undefined` when something in it is unknown, also to this Node.
 */
export function contentCodings(
  header: string | undefined
): ContentCodings | undefined {
  const codings: Decompress[] = [];
  for (const part of (header ?? '').split(',')) {
    const name = part.trim().toLowerCase();
    if (name === '' || name === 'identity') continue;
    const decompress = DECOMPRESS.get(name);
    if (decompress === undefined) return undefined;
    if (codings.push(decompress) > MAX_CODINGS) return undefined;
  }
  return codings.reverse();
}

/**
 * Undoes the codings of a body. Of a body that was cut off it gives what can be had.
 *
 * @returns `undefined` when the bytes are broken, `'oversize'` when they become more than `maxBytes` on the way.
 */
export function decodeContent(
  bytes: Uint8Array,
  codings: ContentCodings,
  maxBytes: number
): Uint8Array | 'oversize' | undefined {
  let decoded = bytes;
  try {
    for (const decompress of codings) {
      if (decoded.length === 0) return decoded;
      // zlib refuses a bound of 0.
      decoded = decompress(decoded, Math.max(1, maxBytes));
      if (decoded.length > maxBytes) return 'oversize';
    }
    return decoded;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? 'oversize'
      : undefined;
  }
}

// To flush, rather than to finish, gives what was decoded when the end is missing.
const FLUSH = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
const BROTLI_FLUSH = { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };

const gunzip: Decompress = (bytes, maxOutputLength) =>
  zlib.gunzipSync(bytes, { ...FLUSH, maxOutputLength });

/** Servers disagree whether `deflate` has the zlib wrapper (RFC 1950) or not: its first two bytes tell. */
const inflate: Decompress = (bytes, maxOutputLength) => {
  const [method = 0, flags = 0] = bytes;
  const wrapped = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  return (wrapped ? zlib.inflateSync : zlib.inflateRawSync)(bytes, {
    ...FLUSH,
    maxOutputLength,
  });
};

const unbrotli: Decompress = (bytes, maxOutputLength) =>
  zlib.brotliDecompressSync(bytes, { ...BROTLI_FLUSH, maxOutputLength });

const DECOMPRESS = new Map<string, Decompress>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', unbrotli],
]);

if (typeof zlib.zstdDecompressSync === 'function') {
  const finishFlush = zlib.constants.ZSTD_e_flush;
  DECOMPRESS.set('zstd', (bytes, maxOutputLength) =>
    zlib.zstdDecompressSync(bytes, { finishFlush, maxOutputLength })
  );
}
