// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Memory kept for lines that cross chunks; any more is released after each line. */
const SPARE_BYTES = 16 * 1024;

/**
 * Splits bytes into lines. They end in LF or CRLF, or all in CR if the first line does. It decodes nothing, and copies only
 * lines that cross chunks, up to a limit.
 */
export abstract class LineReader {
  readonly #maxLineBytes: number;
  /** The beginning of a line that crosses chunks; `undefined` until there is one. */
  #carry: BoundedBytes | undefined;
  /** The last line of the previous chunk has not ended. */
  #open = false;
  /** The byte that ends a line; `undefined` until the first line has ended. */
  #lineEnd: number | undefined;
  /** The first chunk ended in CR, which may be the first half of CRLF. */
  #endsInCarriage = false;
  /** The line exceeds the limit and is passed on in parts. */
  #long = false;
  #longEvents = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Takes a line without its line end; may be empty. Returns how many events it completed. */
  protected abstract line(bytes: Buffer, start: number, end: number): number;
  /** Takes the beginning of a line that exceeds the limit. Returns how many events that line will complete at its end. */
  protected abstract longLine(head: Buffer): number;
  /** Takes the next bytes of that line. */
  protected abstract longPart(bytes: Buffer): void;
  /** That line has ended. */
  protected abstract longEnd(): void;

  /** Returns how many events were completed. */
  push(bytes: Buffer): number {
    const length = bytes.length;
    if (length === 0) return 0;
    let events = this.#lineEnd === undefined ? this.#findLineEnd(bytes) : 0;
    const lineEnd = this.#lineEnd ?? LINE_FEED;
    let start = 0;
    if (this.#open) {
      const found = bytes.indexOf(lineEnd);
      this.#carryOn(bytes, 0, found === -1 ? length : found);
      if (found === -1) return events;
      events += this.#endCarried();
      start = found + 1;
    }
    while (start < length) {
      // A look finds an empty line faster than a search.
      const found =
        bytes[start] === lineEnd ? start : bytes.indexOf(lineEnd, start);
      if (found === -1) {
        this.#carryOn(bytes, start, length);
        break;
      }
      events += this.line(bytes, start, withoutCarriage(bytes, start, found));
      start = found + 1;
    }
    return events;
  }

  /** Returns the unfinished last line, if it is not empty, and releases everything. */
  protected takeRest(): Buffer | undefined {
    const rest = this.#carry?.view();
    this.#carry = undefined;
    if (rest === undefined) return undefined;
    const end = withoutCarriage(rest, 0, rest.length);
    return end > 0 ? rest.subarray(0, end) : undefined;
  }

  #endCarried(): number {
    this.#open = false;
    if (this.#long) {
      this.#long = false;
      this.longEnd();
      return this.#longEvents;
    }
    const carry = this.#carry as BoundedBytes;
    const line = carry.view();
    const events = this.line(line, 0, withoutCarriage(line, 0, line.length));
    carry.reset(SPARE_BYTES);
    return events;
  }

  #carryOn(bytes: Buffer, start: number, end: number): void {
    this.#open = true;
    if (!this.#long) {
      this.#carry ??= new BoundedBytes(this.#maxLineBytes);
      const carry = this.#carry;
      if (carry.length + end - start <= carry.limit) {
        carry.append(bytes, start, end);
        return;
      }
      this.#long = true;
      const head = carry.length > 0 ? carry.view() : bytes.subarray(start, end);
      this.#longEvents = this.longLine(head);
      const all = carry.length === 0;
      carry.release();
      if (all) return;
    }
    this.longPart(bytes.subarray(start, end));
  }

  /** Determines the line end. @returns how many events were completed by that. */
  #findLineEnd(bytes: Buffer): number {
    const lineFeed = bytes.indexOf(LINE_FEED);
    const carriage = bytes.indexOf(CARRIAGE_RETURN);
    if (this.#endsInCarriage && lineFeed !== 0) {
      this.#lineEnd = CARRIAGE_RETURN;
      return this.#endCarried();
    }
    if (lineFeed !== -1 && (carriage === -1 || carriage >= lineFeed - 1)) {
      this.#lineEnd = LINE_FEED;
    } else if (carriage !== -1 && carriage < bytes.length - 1) {
      this.#lineEnd = CARRIAGE_RETURN;
    } else {
      this.#endsInCarriage = carriage !== -1;
    }
    return 0;
  }
}

/** The end of a line whose CRLF was found by its LF. */
function withoutCarriage(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
}
