// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const MIN_BYTES = 64;
/** Larger buffers grow by an eighth instead of doubling, because they make up most of the memory in use. */
const SPARING_BYTES = 64 * 1024;

/** A buffer that grows by appended copies, up to a limit. Beyond it, it releases everything and accepts no more bytes. */
export class BoundedBytes {
  readonly limit: number;
  #buffer: Buffer | undefined;
  #length = 0;
  #overflowed = false;

  /** @param memory is used before any other */
  constructor(limit: number, memory?: Buffer) {
    this.limit = limit;
    this.#buffer = memory;
  }

  get length(): number {
    return this.#length;
  }

  get overflowed(): boolean {
    return this.#overflowed;
  }

  /** Appends a copy of `source[start..end)`. `false` if it did not fit. */
  append(source: Buffer, start: number, end: number): boolean {
    const needed = this.#length + end - start;
    if (this.#overflowed || needed > this.limit) {
      this.#overflowed = true;
      this.release();
      return false;
    }
    source.copy(this.#room(needed), this.#length, start, end);
    this.#length = needed;
    return true;
  }

  /** Truncates to `length`. */
  truncate(length: number): void {
    this.#length = Math.min(length, this.#length);
  }

  /** A view of the bytes, valid until the next change. */
  view(): Buffer {
    return this.#buffer === undefined
      ? Buffer.alloc(0)
      : this.#buffer.subarray(0, this.#length);
  }

  /** Empties the buffer; memory above `spare` bytes is released. */
  reset(spare: number): void {
    this.#length = 0;
    this.#overflowed = false;
    if (this.#buffer !== undefined && this.#buffer.length > spare) {
      this.#buffer = undefined;
    }
  }

  /** Releases the memory. @returns the memory */
  release(): Buffer | undefined {
    const memory = this.#buffer;
    this.#length = 0;
    this.#buffer = undefined;
    return memory;
  }

  #room(needed: number): Buffer {
    const old = this.#buffer;
    if (old !== undefined && old.length >= needed) return old;
    const size = old?.length ?? MIN_BYTES / 2;
    const grown = size < SPARING_BYTES ? size * 2 : size + (size >> 3);
    // Not from the shared pool: one small body would keep a whole slab of it alive.
    const buffer = Buffer.allocUnsafeSlow(
      Math.min(this.limit, Math.max(needed, grown))
    );
    old?.copy(buffer, 0, 0, this.#length);
    this.#buffer = buffer;
    return buffer;
  }
}

/** Parses JSON in UTF-8, with or without a byte order mark; `undefined` if it is no JSON. */
export function parseJson(bytes: Buffer): unknown {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return JSON.parse(bytes.toString('utf8', marked ? 3 : 0)) as unknown;
  } catch {
    return undefined;
  }
}
