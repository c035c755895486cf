// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The string continues in the next chunk. */
const OPEN = -1;
/** The string continues in the next chunk, whose first byte is escaped. */
export const OPEN_ESCAPED = -2;
/** Most strings are shorter; longer ones are read four bytes at a time. */
const SHORT_BYTES = 32;
/** Beyond this number of words without a quote, `indexOf` is faster. */
const NEAR_WORDS = 64;

/** Four times the same byte, as a little-endian word. */
const QUOTES = 0x2222_2222;
const BACKSLASHES = 0x5c5c_5c5c;
const ONES = 0x0101_0101;
const LOW_BITS = 0x7f7f_7f7f;
const HIGH_BITS = ~LOW_BITS;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const NO_WORDS = new Int32Array(0);

/**
 * Finds the end of a JSON string. Of text with many escapes it reads four bytes in about twenty operations and without a
 * branch that depends on them, which takes half the time of a loop over the bytes.
 *
 * @see https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
 */
export class StringEndFinder {
  /** The words of the current chunk, and the index of the first one in it. */
  #words: Int32Array | undefined;
  #base = 0;

  /** Call when a chunk begins, and when it ends: the words keep its memory alive. */
  reset(): void {
    this.#words = undefined;
  }

  /**
   * @param from index after the opening quote, or inside the string but not after a backslash
   * @returns index after the closing quote, {@link OPEN} or {@link OPEN_ESCAPED}
   */
  find(bytes: Buffer, from: number): number {
    const end = bytes.length;
    const near = from + SHORT_BYTES < end ? from + SHORT_BYTES : end;
    let at = from;
    while (at < near) {
      const code = bytes[at++] as number;
      // Most letters have a higher code than the backslash.
      if (code > BACKSLASH) continue;
      if (code === QUOTE) return at;
      if (code === BACKSLASH) at++;
    }
    if (at > end) return OPEN_ESCAPED;
    return at === end ? OPEN : this.#findFar(bytes, at);
  }

  #findFar(bytes: Buffer, from: number): number {
    const words = (this.#words ??= this.#wordsOf(bytes));
    const base = this.#base;
    const end = bytes.length;
    for (let at = from; ;) {
      // Reads the bytes before the next word, or those of a word that may contain the end.
      const next = base + ((at - base + 4) & ~3);
      const stop = next < end ? next : end;
      while (at < stop) {
        const code = bytes[at++] as number;
        if (code > BACKSLASH) continue;
        if (code === QUOTE) return at;
        if (code === BACKSLASH) at++;
      }
      if (at >= end) return at > end ? OPEN_ESCAPED : OPEN;
      // The byte after the word was escaped.
      if (((at - base) & 3) !== 0) continue;

      let index = (at - base) >> 2;
      const near = Math.min(index + NEAR_WORDS, words.length);
      let found = 0;
      let firstEscaped = 0;
      for (; index < near; index++) {
        const word = words[index] as number;
        const quotes = word ^ QUOTES;
        const others = word ^ BACKSLASHES;
        // The highest bit of each byte that is a backslash, and of a ']' after one: the exact form below decides then.
        let escaping = (others - ONES) & ~others & HIGH_BITS;
        let escaped = (escaping << 8) | firstEscaped;
        if ((escaping & escaped) !== 0) {
          // In a run of backslashes, every other one is escaped itself: each line decides about one more byte.
          escaping = ~(((others & LOW_BITS) + LOW_BITS) | others | LOW_BITS);
          escaped = firstEscaped | ((escaping & ~firstEscaped) << 8);
          escaped = firstEscaped | ((escaping & ~escaped) << 8);
          escaped = firstEscaped | ((escaping & ~escaped) << 8);
          escaping &= ~escaped;
        }
        found = (quotes - ONES) & ~quotes & HIGH_BITS & ~escaped;
        if (found !== 0) break;
        firstEscaped = escaping >>> 24;
      }
      at = base + 4 * index;
      if (firstEscaped !== 0) at++;
      if (found !== 0 || index === words.length) continue;

      const quote = bytes.indexOf(QUOTE, at);
      if (quote === -1) {
        return isEscaped(bytes, at, end) ? OPEN_ESCAPED : OPEN;
      }
      const isEnd = !isEscaped(bytes, at, quote);
      at = quote + 1;
      if (isEnd) return at;
    }
  }

  #wordsOf(bytes: Buffer): Int32Array {
    const { buffer, byteOffset, length } = bytes;
    // A word begins at a multiple of four of the memory.
    this.#base = -byteOffset & 3;
    const count = (length - this.#base) >> 2;
    return LITTLE_ENDIAN && count > 0
      ? new Int32Array(buffer, byteOffset + this.#base, count)
      : NO_WORDS;
  }
}

/** Whether an odd number of backslashes precedes `at`; `from` itself is not escaped. */
function isEscaped(bytes: Buffer, from: number, at: number): boolean {
  let before = at;
  while (before > from && bytes[before - 1] === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}
