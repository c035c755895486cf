// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseJson } from '../bytes.ts';
import {
  BROKEN,
  DONE,
  JsonScanner,
  KEEP,
  KEEP_STRING,
  OUTSIDE,
  SKIP_STRING,
} from './scanner.ts';
import { OPEN_ESCAPED } from './string-end.ts';
import { base64Start, type PayloadBounds } from './strings.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);
const COMMA_TEXT = Buffer.from(',');
const COLON_TEXT = Buffer.from(':');
const NULL_TEXT = Buffer.from('null');
const TRUE_TEXT = Buffer.from('true');
const CLOSING = Buffer.from('}');
/** A wanted member with a longer text becomes null. */
export const MAX_MEMBER_BYTES = 64 * 1024;
/** Limit of all wanted members together, except those with content; the rest is cut off. */
const MAX_KEPT_BYTES = 512 * 1024;
const MAX_KEY_BYTES = 256;

const BEFORE_ROOT = 0;
const BEFORE_KEY = 1;
const IN_KEY = 2;
const AFTER_KEY = 3;
const BEFORE_VALUE = 4;

/**
 * Reads only the wanted members of a JSON object. It does not recognise keys with escapes. A member that is longer than its
 * limit becomes null. If the text is invalid or ends early, it returns the members before that point.
 */
export class JsonMembers extends JsonScanner {
  protected readonly numbersLimit: number = Infinity;
  readonly #wanted: ReadonlySet<string>;
  readonly #bounds: PayloadBounds | undefined;
  readonly #present: ReadonlySet<string>;
  readonly #maxLength: number;
  /** Lengths of the kept text after which the root object could be closed. */
  readonly #ends: number[] = [];
  #place = BEFORE_ROOT;
  #keyEscaped = false;
  #keyStart = 0;
  #valueStart = 0;

  /**
   * @param bounds limits of wanted members with content; base64 in them is emptied
   * @param present members that are read as `true`, whatever their value
   */
  constructor(
    wanted: ReadonlySet<string>,
    bounds?: PayloadBounds,
    present: ReadonlySet<string> = new Set()
  ) {
    super();
    this.#present = present;
    this.#wanted = wanted;
    this.#bounds = bounds;
    this.#maxLength = bounds?.maxLength ?? MAX_MEMBER_BYTES;
  }

  end(): Record<string, unknown> {
    const text = this.kept.view();
    const value =
      (this.state === DONE ? parseJson(text) : undefined) ??
      this.#wholeMembers(text);
    return value as Record<string, unknown>;
  }

  #wholeMembers(text: Buffer): unknown {
    const ends = this.#ends;
    // A number at the end may be the beginning of a longer one, unless white space follows it.
    const last = text.at(-1) ?? 0;
    if (this.state === KEEP && this.depth === 1 && last <= 0x20) {
      ends.push(text.length);
    }
    let found: unknown = {};
    // If the text parses up to one end, it also parses up to every earlier end.
    for (let low = 0, high = ends.length; low < high;) {
      const middle = (low + high) >> 1;
      const head = text.subarray(0, ends[middle]);
      const value = parseJson(Buffer.concat([head, CLOSING]));
      if (value === undefined) {
        high = middle;
      } else {
        found = value;
        low = middle + 1;
      }
    }
    return found;
  }

  protected outside(bytes: Buffer, start: number): number {
    if (this.#place === IN_KEY) return this.#readKey(bytes, start);
    let at = start;
    while (at < bytes.length && (bytes[at] as number) <= 0x20) at++;
    if (at === bytes.length) return at;
    const code = bytes[at] as number;
    switch (this.#place) {
      case BEFORE_ROOT:
        if (BYTE_ORDER_MARK.has(code)) return at + 1;
        if (code !== OPENING_BRACE) break;
        this.kept.append(bytes, at, at + 1);
        this.open(0, code);
        this.#ends.push(1);
        this.#place = BEFORE_KEY;
        return at + 1;
      case BEFORE_KEY:
        if (code === CLOSING_BRACE) {
          this.state = KEEP;
          return at;
        }
        if (code !== QUOTE) break;
        this.#openKey(bytes, at);
        return at + 1;
      case AFTER_KEY:
        if (code !== COLON) break;
        this.#place = BEFORE_VALUE;
        return at + 1;
      default:
        this.#openValue();
        return at;
    }
    this.state = BROKEN;
    return at;
  }

  #openKey(bytes: Buffer, at: number): void {
    const { kept } = this;
    this.#keyStart = kept.length;
    if (kept.length > 1) kept.append(COMMA_TEXT, 0, 1);
    kept.append(bytes, at, at + 1);
    this.#place = IN_KEY;
  }

  #readKey(bytes: Buffer, start: number): number {
    const from = this.#keyEscaped ? start + 1 : start;
    const found = this.stringEnd.find(bytes, from);
    this.#keyEscaped = found === OPEN_ESCAPED;
    const end = found < 0 ? bytes.length : found;
    // A longer key cannot be a wanted one.
    if (this.kept.length - this.#keyStart < MAX_KEY_BYTES) {
      this.kept.append(bytes, start, Math.min(end, start + MAX_KEY_BYTES));
    }
    if (found >= 0) this.#place = AFTER_KEY;
    return end;
  }

  /** Decides whether to keep the member. */
  #openValue(): void {
    const { kept } = this;
    const key = kept.view().toString('utf8', this.#keyStart);
    const name = key.slice(key.indexOf('"') + 1, -1);
    if (this.#wanted.has(name)) {
      kept.append(COLON_TEXT, 0, 1);
      this.#valueStart = kept.length;
      this.state = KEEP;
      return;
    }
    if (this.#present.has(name)) {
      kept.append(COLON_TEXT, 0, 1);
      this.#valueStart = kept.length;
      kept.append(TRUE_TEXT, 0, TRUE_TEXT.length);
    } else {
      kept.truncate(this.#keyStart);
      this.#valueStart = kept.length;
    }
    this.skipFrom(1, true);
  }

  protected containerLimit(_depth?: number): number {
    return Infinity;
  }

  protected stringLimit(): number {
    return this.#bounds === undefined
      ? Infinity
      : this.#bounds.maxPayloadLength - 1;
  }

  protected cutString(text: Buffer): number | undefined {
    return base64Start(text);
  }

  protected endMember(): void {
    if (this.#isLong()) this.#drop();
    const { length } = this.kept;
    if (length > (this.#ends.at(-1) as number)) this.#ends.push(length);
    this.#place = BEFORE_KEY;
    this.state = OUTSIDE;
  }

  /** Drops a member as soon as it is too long. */
  protected bound(): void {
    const most = MAX_KEPT_BYTES + 2 * (this.#bounds?.maxLength ?? 0);
    if (this.kept.length > most) {
      this.state = BROKEN;
      return;
    }
    if (!this.#isLong()) return;
    const inString = this.state === KEEP_STRING;
    if (!inString && this.state !== KEEP) return;
    this.#drop();
    this.skipFrom(1, true);
    if (inString) {
      this.afterString = this.state;
      this.state = SKIP_STRING;
    }
  }

  #isLong(): boolean {
    return this.kept.length - this.#valueStart > this.#maxLength;
  }

  #drop(): void {
    this.#bounds?.onDropped?.();
    this.kept.truncate(this.#valueStart);
    this.kept.append(NULL_TEXT, 0, NULL_TEXT.length);
  }
}
