// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The string continues in the next chunk. */
const OPEN = -1;
/** The string continues in the next chunk, whose first byte is escaped. */
export const OPEN_ESCAPED = -2;
/** Within this distance, a loop finds a quote faster than `indexOf`. */
const NEAR = 64;

/**
 * Finds the end of a JSON string.
 *
 * @param from index after the opening quote, or inside the string but not after a backslash
 * @returns index after the closing quote, {@link OPEN} or {@link OPEN_ESCAPED}
 */
export function endOfString(bytes: Buffer, from: number): number {
  const end = bytes.length;
  let at = from;
  for (;;) {
    const near = at + NEAR < end ? at + NEAR : end;
    while (at < near) {
      const code = bytes[at++] as number;
      // Most letters have a higher code than the backslash.
      if (code > BACKSLASH) continue;
      if (code === QUOTE) return at;
      if (code === BACKSLASH) at++;
    }
    if (at > end) return OPEN_ESCAPED;
    if (at === end) return OPEN;
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1) {
      return isEscaped(bytes, at, end) ? OPEN_ESCAPED : OPEN;
    }
    const escaped = isEscaped(bytes, at, quote);
    at = quote + 1;
    if (!escaped) return at;
  }
}

/** Whether an odd number of backslashes precedes `at`; `from` itself is not escaped. */
function isEscaped(bytes: Buffer, from: number, at: number): boolean {
  let before = at;
  while (before > from && bytes[before - 1] === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}

/** Limits for a value that may contain binary content. */
export interface PayloadBounds {
  /** A value with a longer text, not counting payloads, is left out. */
  readonly maxLength: number;
  /** A longer payload is emptied. */
  readonly maxPayloadLength: number;
  /** Called when a value was too long. */
  onDropped?(this: void): void;
}

/** Length of the samples of a string: at its beginning, in its middle and at its end. */
const SAMPLE = 128;
/** Maximum length of type and parameters before the payload of a `data:` URL. */
const MAX_HEAD = 200;
const BASE64 = /^(?:[\w+/=-]|\\\/)*\\?$/;

/**
 * Finds the base64 in a string: the part after the comma of a `data:` URL, or else the whole string.
 *
 * @param text the string without its quotes, or its beginning
 * @returns index where the base64 begins; `undefined` if the string contains none
 */
export function base64Start(text: Buffer): number | undefined {
  const start = payloadOfDataUrl(text);
  const length = text.length - start;
  if (length < SAMPLE) return undefined;
  const middle = start + ((length - SAMPLE) >> 1);
  return [start, middle, text.length - SAMPLE].every(from =>
    BASE64.test(text.toString('latin1', from, from + SAMPLE))
  )
    ? start
    : undefined;
}

/** `data:image/png;base64,` */
function payloadOfDataUrl(text: Buffer): number {
  const head = text.toString('latin1', 0, MAX_HEAD);
  return head.startsWith('data:') ? head.indexOf(',') + 1 : 0;
}
