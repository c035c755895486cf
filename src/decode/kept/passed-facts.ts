// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BLANK = 0x20;
const DIGIT_ONE = 0x31;
const DIGIT_NINE = 0x39;
/** Maximum length of a usage. */
const MAX_USAGE_BYTES = 2 * 1024;

/** A token usage, or a finish reason. */
export type Fact = 'usage' | 'reason';

interface PassedEvent {
  readonly number: number;
  readonly text: string;
}

/**
 * Keeps copies of two events that are older than the last ones: the newest with a non-zero usage, and the newest with
 * a finish reason. Some gateways send them long before the end of a stream. Most streams have none.
 */
export class PassedFacts {
  #usage: PassedEvent | undefined;
  #reason: PassedEvent | undefined;

  /**
   * Takes an event with the key of a fact, and keeps it if the value is not empty.
   *
   * @param number counts the events of the stream
   * @param colon index of the colon after the key, or of white space before it
   */
  take(fact: Fact, number: number, event: Buffer, colon: number): void {
    // Quotes inside strings are escaped, so no text looks like a key with its value.
    const found = skipBlanks(event, colon);
    if (event[found] !== COLON) return;
    const value = skipBlanks(event, found + 1);
    if (fact === 'usage') {
      if (this.#usage?.number === number || !containsUsage(event, value)) {
        return;
      }
      this.#usage = { number, text: event.toString() };
    } else if (containsReason(event, value)) {
      this.#reason = { number, text: event.toString() };
    }
  }

  /** The kept events in order. */
  events(): string[] {
    const events = [this.#usage, this.#reason].filter(
      event => event !== undefined
    );
    events.sort((one, other) => one.number - other.number);
    return [...new Map(events.map(each => [each.number, each.text])).values()];
  }
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) <= BLANK) at++;
  return at;
}

/** Whether an object with a number other than zero begins here. */
function containsUsage(bytes: Buffer, start: number): boolean {
  if (bytes[start] !== OPENING_BRACE) return false;
  const bound = Math.min(bytes.length, start + MAX_USAGE_BYTES);
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
function containsReason(bytes: Buffer, start: number): boolean {
  const first = bytes[start];
  return (
    first === OPENING_BRACE || (first === QUOTE && bytes[start + 1] !== QUOTE)
  );
}
