// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';
import { Skipper } from './skipper.ts';
import { OPEN_ESCAPED, StringEndFinder } from './string-end.ts';
import { ChunkWords } from './words.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const QUOTE_TEXT = Buffer.from('"');
/** Deeper containers are emptied. */
const MAX_DEPTH = 64;
/** Larger chunks are read in slices, so that limits are checked often enough. */
const SLICE_BYTES = 64 * 1024;

/** Outside of the members of the root object; a subclass reads this part. */
export const OUTSIDE = 0;
export const KEEP = 1;
export const KEEP_STRING = 2;
const SKIP = 3;
export const SKIP_STRING = 4;
export const DONE = 5;
/** The text is invalid from here on. */
export const BROKEN = 6;

/**
 * Reads JSON of any length as its bytes pass, and keeps a text that is small enough to be parsed at the end. It neither
 * copies nor decodes the rest. Subclasses decide which text is kept. It does not validate.
 */
export abstract class JsonScanner {
  protected readonly kept = new BoundedBytes(Number.MAX_SAFE_INTEGER);
  protected state = OUTSIDE;
  /** Number of open containers. */
  protected depth = 0;
  protected afterString = KEEP;
  readonly #words = new ChunkWords();
  protected readonly stringEnd = new StringEndFinder(this.#words);
  readonly #skipper = new Skipper(this.#words, this.stringEnd);
  /** Opening bracket of each open container, by depth, its start in the kept text, and the length after which it is cut. */
  readonly #openings: number[] = [0];
  readonly #starts: number[] = [0];
  readonly #limits: number[] = [Infinity];
  /** The first element of the open array has not begun. */
  #fresh = false;
  /** The chunk ended after a backslash. */
  #escaped = false;
  /** The skipped text ends in the container of this depth. */
  #skipDepth = 0;
  #stringStart = 0;
  #stringLimit = 0;

  /** The kept value; `undefined` if there is none. */
  abstract end(): unknown;
  /** Reads from a byte outside of the members of the root object; returns the index of the next byte to read. */
  protected abstract outside(bytes: Buffer, at: number): number;
  /** Length after which a container of that depth is cut. */
  protected abstract containerLimit(depth: number): number;
  /** Length after which an array of numbers is cut. */
  protected abstract readonly numbersLimit: number;
  /** Length after which a string in a container of that depth is cut. */
  protected abstract stringLimit(depth: number): number;
  /** A string above its limit is emptied, so nothing of it is copied. */
  protected readonly emptiesStrings: boolean = false;
  /** How much of a string above its limit is kept; `undefined` for all of it. */
  protected abstract cutString(text: Buffer): number | undefined;
  /** A member of the root object has ended, or the last element of another root. */
  protected abstract endMember(): void;
  /** Checks the size of the kept text, after each slice. */
  protected abstract bound(): void;

  /** Reads the next bytes; keeps no reference to them. */
  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && this.state < DONE;) {
      const end = at + SLICE_BYTES;
      const whole = at === 0 && end >= bytes.length;
      this.#pushSlice(whole ? bytes : bytes.subarray(at, end));
      at = end;
    }
  }

  #pushSlice(bytes: Buffer): void {
    this.#skipper.reset();
    for (let at = 0; at < bytes.length && this.state < DONE;) {
      if (this.state === KEEP) at = this.#keep(bytes, at);
      else if (this.state === KEEP_STRING) at = this.#keepString(bytes, at);
      else if (this.state === SKIP) at = this.#skip(bytes, at);
      else if (this.state === SKIP_STRING) {
        const found = this.#endOfString(bytes, at);
        if (found >= 0) this.state = this.afterString;
        at = found < 0 ? bytes.length : found;
      } else at = this.outside(bytes, at);
    }
    this.stringEnd.reset();
    this.bound();
  }

  /** Opens a container whose text begins after the kept text. */
  protected open(length: number, opening: number): void {
    this.#holdsMore();
    const depth = ++this.depth;
    this.#openings[depth] = opening;
    this.#starts[depth] = this.kept.length + length;
    this.#limits[depth] = this.containerLimit(depth);
  }

  /** Notes that the open container is not an array of numbers only. */
  #holdsMore(): void {
    const { depth } = this;
    if (this.#limits[depth] === this.numbersLimit) {
      this.#limits[depth] = this.containerLimit(depth);
    }
  }

  /** Skips to the end of the container of that depth or, with `toComma`, to its next comma. */
  protected skipFrom(depth: number, toComma: boolean): void {
    this.#skipDepth = depth;
    this.state = SKIP;
    const outer = toComma ? depth + 1 : depth;
    this.#skipper.begin(toComma, this.#openings.slice(outer, this.depth + 1));
  }

  /** Keeps the text outside of strings. */
  #keep(bytes: Buffer, start: number): number {
    const { kept } = this;
    for (let at = start; at < bytes.length; at++) {
      const code = bytes[at] as number;
      if (code === QUOTE) {
        this.#fresh = false;
        this.#holdsMore();
        // Most strings end in this chunk and are copied together with the text around them.
        const end = this.stringEnd.find(bytes, at + 1);
        if (end > 0 && end - at - 2 <= this.stringLimit(this.depth)) {
          at = end - 1;
          continue;
        }
        kept.append(bytes, start, at + 1);
        this.state = KEEP_STRING;
        this.#stringStart = kept.length;
        this.#stringLimit = this.stringLimit(this.depth);
        return at + 1;
      }
      if (code > 0x5a) {
        // Braces differ from brackets by one bit.
        const bracket = code | 0x20;
        if (bracket === 0x7b) {
          this.open(at + 1 - start, code);
          this.#fresh = code === OPENING_BRACKET;
          if (this.depth === MAX_DEPTH) {
            kept.append(bytes, start, at + 1);
            this.skipFrom(MAX_DEPTH, false);
            return at + 1;
          }
        } else if (bracket === 0x7d) {
          this.#fresh = false;
          if (--this.depth > 0) continue;
          kept.append(bytes, start, at);
          this.endMember();
          kept.append(bytes, at, at + 1);
          this.state = DONE;
          return at + 1;
        }
      } else if (code === COMMA) {
        this.#fresh = false;
        if (this.depth <= 1) {
          kept.append(bytes, start, at);
          this.endMember();
          if (this.state === OUTSIDE) return at + 1;
          start = at;
        }
        const begin = this.#starts[this.depth] as number;
        const length = kept.length + at - start - begin;
        if (length > (this.#limits[this.depth] as number)) {
          kept.append(bytes, start, at);
          this.skipFrom(this.depth, false);
          return at;
        }
      } else if (this.#fresh && code > 0x20) {
        this.#fresh = false;
        this.#limits[this.depth] = this.numbersLimit;
      }
    }
    kept.append(bytes, start, bytes.length);
    return bytes.length;
  }

  #keepString(bytes: Buffer, start: number): number {
    const found = this.#endOfString(bytes, start);
    const end = found < 0 ? bytes.length : found - 1;
    const cut = this.#appendString(bytes, start, end);
    if (cut || found >= 0) this.kept.append(QUOTE_TEXT, 0, 1);
    this.afterString = KEEP;
    if (found >= 0) this.state = KEEP;
    else if (cut) this.state = SKIP_STRING;
    return found < 0 ? end : found;
  }

  /** Appends to the open string; `true` if it is too long, and cut. */
  #appendString(bytes: Buffer, start: number, end: number): boolean {
    const { kept, emptiesStrings } = this;
    const from = this.#stringStart;
    const isLong = kept.length - from + end - start > this.#stringLimit;
    if (!isLong || !emptiesStrings) kept.append(bytes, start, end);
    if (!isLong) return false;
    this.#stringLimit = Infinity;
    const text = kept.view().subarray(from);
    const length = emptiesStrings ? 0 : this.cutString(text);
    if (length !== undefined) kept.truncate(from + length);
    return length !== undefined;
  }

  #skip(bytes: Buffer, start: number): number {
    const at = this.#skipper.skip(bytes, start);
    if (at < 0) {
      this.#escaped = at === OPEN_ESCAPED;
      this.state = SKIP_STRING;
      this.afterString = SKIP;
      return bytes.length;
    }
    if (at < bytes.length) {
      this.depth = this.#skipDepth;
      this.state = KEEP;
    }
    return at;
  }

  #endOfString(bytes: Buffer, start: number): number {
    const found = this.stringEnd.find(bytes, this.#escaped ? start + 1 : start);
    this.#escaped = found === OPEN_ESCAPED;
    return found;
  }
}
