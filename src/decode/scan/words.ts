// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Four times the lowest, and four times the highest bit of a byte. */
const ONES = 0x0101_0101;
const HIGH_BITS = ~0x7f7f_7f7f;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const NO_WORDS = new Int32Array(0);

/** Words in a block. */
export const BLOCK_WORDS = 8;
export const BLOCK_BYTES = 4 * BLOCK_WORDS;

/** The bytes of the current chunk as little-endian words of four bytes. Empty if the machine stores words otherwise. */
export class ChunkWords {
  /** Index of the first word in the chunk. */
  base = 0;
  #words: Int32Array | undefined;

  /** Call when a chunk begins, and when it ends: the words keep its memory alive. */
  reset(): void {
    this.#words = undefined;
  }

  of(bytes: Buffer): Int32Array {
    return (this.#words ??= this.#read(bytes));
  }

  #read({ buffer, byteOffset, length }: Buffer): Int32Array {
    // A word begins at a multiple of four of the memory.
    this.base = -byteOffset & 3;
    const count = (length - this.base) >> 2;
    return LITTLE_ENDIAN && count > 0
      ? new Int32Array(buffer, byteOffset + this.base, count)
      : NO_WORDS;
  }
}

/*
 * A mask has one bit for each byte of a block: the bit `8 * b + w` belongs to byte `b` of word `w`. It costs a third less to
 * make than a mask in the order of the bytes, because the highest bits of a word stay where they are. What is needed of
 * the order, these functions know.
 */

/** The highest bit of each byte of `word` that is not an ASCII character; `repeated` is four times that character. */
export function differing(word: number, repeated: number): number {
  return ((((word | HIGH_BITS) ^ repeated) - ONES) | word) & HIGH_BITS;
}

/** The mask of the bytes that follow those of `mask` in the same block. */
function following(mask: number): number {
  return (mask << 8) | ((mask >>> 23) & 0xfe);
}

/**
 * The mask of the bytes that a backslash escapes.
 *
 * @param first 1 if the first byte of the block is escaped
 */
export function escapedBy(backslashes: number, first: number): number {
  let escaped = following(backslashes) | first;
  if ((backslashes & escaped) === 0) return escaped;
  // In a run of backslashes, every other one is escaped itself: each turn decides about one more of them.
  for (let last = 0; last !== escaped;) {
    last = escaped;
    escaped = following(backslashes & ~last) | first;
  }
  return escaped;
}

/** Whether the last byte of a block is in its mask: 1 or 0. */
export function lastOf(mask: number): number {
  return mask >>> 31;
}

/** The mask without its first byte. */
export function withoutFirst(mask: number): number {
  const first = firstOf(mask);
  return mask & ~(1 << (8 * (first & 3) + (first >> 2)));
}

/** Index in the block of the first byte of its mask, which is not empty. */
export function firstOf(mask: number): number {
  const word = lowestBit(
    (mask | (mask >>> 8) | (mask >>> 16) | (mask >>> 24)) & 0xff
  );
  return 4 * word + (lowestBit((mask >>> word) & ONES) >> 3);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/**
 * The mask of the bytes from an odd quote to before the next one.
 *
 * @param inString −1 if the block begins inside a string, else 0
 */
export function insideOf(quotes: number, inString: number): number {
  let inside = quotes ^ (quotes << 8);
  inside ^= inside << 16;
  // One bit for each word: whether the number of quotes up to its end is odd.
  let odd = inside >>> 24;
  odd ^= odd << 1;
  odd ^= odd << 2;
  odd ^= odd << 4;
  return inside ^ Math.imul((odd << 1) & 0xff, ONES) ^ inString;
}
