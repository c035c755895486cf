// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { BoundedBytes } from '../bytes.ts';
import { MAX_RING_BYTES } from './event-tail.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BLANK = 0x20;
const LETTER_N = 0x6e;
const DIGIT_ONE = 0x31;
const DIGIT_NINE = 0x39;
/** Maximum length of a usage. */
const MAX_USAGE_BYTES = 2 * 1024;

/** Length of the compared key suffixes. */
const KEY_BYTES = 6;
/** `usage` of most providers; `usageMetadata` of Gemini. */
const USAGE_KEY = Buffer.from('usage"');
const METADATA_KEY = Buffer.from('adata"');
/** `finish_reason`, `finishReason`, `stop_reason`, `stopReason`, `done_reason`. */
const REASON_KEY = Buffer.from('eason"');
const KEYS = [USAGE_KEY, METADATA_KEY, REASON_KEY];
const SHIFTS = shiftsOf(KEYS);
/** The key by its last letter; each has another one. */
const KEY_BY_LETTER = new Map(
  KEYS.map(key => [key[KEY_BYTES - 2] as number, key])
);

/**
 * Keeps copies of two events that left the ring of the last events: the newest with a non-zero usage, and the newest with
 * a finish reason. Some gateways send them long before the end of a stream.
 */
export class PassedFacts {
  /** Most streams have none. */
  #usage: BoundedBytes | undefined;
  #reason: BoundedBytes | undefined;
  /** The number of the kept event; 0 for none. */
  #usageEvent = 0;
  #reasonEvent = 0;
  #count = 0;

  /** Checks the next event that leaves the ring. This runs for nearly every event of a stream. */
  take(bytes: Buffer, start: number, end: number): void {
    this.#count++;
    // Searches for the last byte of each key, and skips as many bytes as no key can end in (Horspool).
    for (let at = start + KEY_BYTES - 1; at < end;) {
      const shift = SHIFTS[bytes[at] as number] as number;
      if (shift !== 0) {
        at += shift;
        continue;
      }
      // A key is followed by a colon, and most of these keys by `:null`.
      const next = bytes[at + 1] as number;
      if (next === COLON ? bytes[at + 2] !== LETTER_N : next <= BLANK) {
        this.#readKey(bytes, start, at, end);
      }
      at += KEY_BYTES;
    }
  }

  /** The kept events in order; the buffers are views. */
  events(): Buffer[] {
    const usage = this.#usage;
    const reason = this.#reason;
    const both =
      this.#usageEvent === this.#reasonEvent
        ? [usage]
        : this.#usageEvent < this.#reasonEvent
          ? [usage, reason]
          : [reason, usage];
    return both.flatMap(kept => kept?.view() ?? []);
  }

  /** Releases the kept events. */
  clear(): void {
    this.#usage = this.#reason = undefined;
    this.#usageEvent = this.#reasonEvent = this.#count = 0;
  }

  /** Keeps the event if one of the keys ends at `quote` and its value is not empty. */
  #readKey(bytes: Buffer, start: number, quote: number, end: number): void {
    const key = KEY_BY_LETTER.get(bytes[quote - 1] as number);
    if (key === undefined || !endsWith(bytes, quote, key)) return;
    // Quotes inside strings are escaped, so no text looks like a key with its value.
    const colon = skipBlanks(bytes, quote + 1, end);
    if (bytes[colon] !== COLON) return;
    const value = skipBlanks(bytes, colon + 1, end);
    if (key === REASON_KEY) {
      if (this.#reasonEvent === this.#count || !saysReason(bytes, value)) {
        return;
      }
      this.#reason = copied(this.#reason, bytes, start, end);
      this.#reasonEvent = this.#count;
    } else {
      if (this.#usageEvent === this.#count || !saysUsage(bytes, value, end)) {
        return;
      }
      this.#usage = copied(this.#usage, bytes, start, end);
      this.#usageEvent = this.#count;
    }
  }
}

/** For each byte, the minimum distance to the end of a key; 0 for the last byte of the keys. */
function shiftsOf(keys: readonly Buffer[]): Uint8Array {
  const shifts = new Uint8Array(256).fill(KEY_BYTES);
  for (const key of keys) {
    for (const [place, byte] of key.entries()) {
      const shift = KEY_BYTES - 1 - place;
      shifts[byte] = Math.min(shifts[byte] as number, shift);
    }
  }
  return shifts;
}

function endsWith(bytes: Buffer, last: number, key: Buffer): boolean {
  for (let back = 1; back < KEY_BYTES; back++) {
    if (bytes[last - back] !== key[KEY_BYTES - 1 - back]) return false;
  }
  return true;
}

/** Copies an event into a buffer, in place of the previous one. Some gateways send a usage with each event. */
function copied(
  previous: BoundedBytes | undefined,
  bytes: Buffer,
  start: number,
  end: number
): BoundedBytes {
  const kept = previous ?? new BoundedBytes(MAX_RING_BYTES);
  kept.reset(MAX_RING_BYTES);
  kept.append(bytes, start, end);
  return kept;
}

function skipBlanks(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] as number) <= BLANK) at++;
  return at;
}

/** Whether an object with a number other than zero begins here. */
function saysUsage(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== OPENING_BRACE) return false;
  const bound = Math.min(end, start + MAX_USAGE_BYTES);
  let depth = 0;
  for (let at = start; at < bound; at++) {
    const code = bytes[at] as number;
    if (code >= DIGIT_ONE && code <= DIGIT_NINE) return true;
    if (code === OPENING_BRACE) depth++;
    else if (code === CLOSING_BRACE && --depth === 0) return false;
  }
  return false;
}

/** Whether a non-empty string or an object begins here. */
function saysReason(bytes: Buffer, start: number): boolean {
  const first = bytes[start];
  return (
    first === OPENING_BRACE || (first === QUOTE && bytes[start + 1] !== QUOTE)
  );
}
