// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BlockSkipper } from './blocks.ts';
import type { StringEndFinder } from './string-end.ts';
import { BLOCK_BYTES, type ChunkWords } from './words.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
/** Within this distance, a loop finds the next character faster than three searches. */
const NEAR = 64;

/**
 * Skips a value, or the rest of a container. It counts only brackets of the kind that the outermost skipped container has:
 * they are balanced among themselves, and most containers in it are of the other kind.
 */
export class Skipper {
  readonly #stringEnd: StringEndFinder;
  /** Counts the containers. */
  readonly #blocks: BlockSkipper;
  /** No block is read before this index. */
  #blocksFrom = 0;
  #toComma = false;
  /** Next index of quote, opening and closing bracket; searched again only after it was passed. */
  readonly #next = [-1, -1, -1];

  constructor(words: ChunkWords, stringEnd: StringEndFinder) {
    this.#stringEnd = stringEnd;
    this.#blocks = new BlockSkipper(words);
  }

  /** Call when a new chunk begins. */
  reset(): void {
    this.#next.fill(-1);
    this.#blocksFrom = 0;
  }

  /**
   * @param toComma skip to the next comma outside of `open`, or to the bracket that closes their parent; otherwise to the
   * bracket that closes the first of `open`
   * @param open opening brackets of the containers that are open, from the outermost skipped one
   */
  begin(toComma: boolean, open: readonly number[]): void {
    this.#toComma = toComma;
    const opening = open[0];
    this.#blocks.nested = open.filter(bracket => bracket === opening).length;
    if (opening !== undefined) this.#count(opening);
  }

  #count(opening: number): void {
    if (opening !== this.#blocks.opening) this.reset();
    this.#blocks.opening = opening;
    this.#blocksFrom = 0;
  }

  /**
   * Index of the comma or the bracket at which the skipped text ends; the chunk's length if it goes on. Negative if the
   * chunk ends inside a string: what {@link StringEndFinder} returns.
   */
  skip(bytes: Buffer, start: number): number {
    const blocks = this.#blocks;
    const last = this.#toComma ? 0 : 1;
    for (let at = start; at < bytes.length; at++) {
      if (blocks.nested > 0) {
        at = this.#find(bytes, at);
        if (at < 0 || at === bytes.length) return at;
        if (blocks.nested === 0) {
          if (last === 1) return at;
          continue;
        }
      }
      const code = bytes[at] as number;
      // Brackets differ from braces by one bit.
      const bracket = code | 0x20;
      if (code === QUOTE) {
        at = this.#stringEnd.find(bytes, at + 1);
        if (at < 0) return at;
        at--;
      } else if (bracket === 0x7b) {
        if (blocks.nested++ === 0) this.#count(code);
      } else if (bracket === 0x7d) {
        if (blocks.nested-- === last) return at;
      } else if (code === COMMA && blocks.nested === 0) return at;
    }
    return bytes.length;
  }

  /** Index of the next quote or bracket; of a bracket that is counted already if it closes the last open container. */
  #find(bytes: Buffer, from: number): number {
    const blocks = this.#blocks;
    let at = from;
    if (at >= this.#blocksFrom) {
      at = blocks.skip(bytes, at);
      if (blocks.nested === 0) return at;
      this.#blocksFrom = at + BLOCK_BYTES;
      if (blocks.inString) {
        at = this.#stringEnd.find(bytes, at + blocks.escaped);
        if (at < 0) return at;
      }
    }
    const length = bytes.length;
    const { opening } = blocks;
    const near = at + NEAR < length ? at + NEAR : length;
    for (; at < near; at++) {
      const code = bytes[at] as number;
      if (code === QUOTE || code === opening || code === opening + 2) return at;
    }
    if (at === length) return length;
    return Math.min(
      this.#search(bytes, 0, QUOTE, at),
      this.#search(bytes, 1, opening, at),
      this.#search(bytes, 2, opening + 2, at)
    );
  }

  #search(bytes: Buffer, index: number, code: number, from: number): number {
    let at = this.#next[index] as number;
    if (at < from) {
      at = bytes.indexOf(code, from);
      if (at === -1) at = bytes.length;
      this.#next[index] = at;
    }
    return at;
  }
}
