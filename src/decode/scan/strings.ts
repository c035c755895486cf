// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The string goes on in the next chunk. */
const OPEN = -1;
/** The string goes on in the next chunk, whose first byte is escaped. */
export const OPEN_ESCAPED = -2;
/** Quotes that are closer than this are found faster by a loop than by a call of `indexOf`. */
const NEAR = 64;

/**
 * Finds the end of a JSON string.
 *
 * @param from index behind the opening quote, or within the string and not behind a backslash
 * @returns index behind the closing quote, {@link OPEN} or {@link OPEN_ESCAPED}
 */
export function endOfString(bytes: Buffer, from: number): number {
  const end = bytes.length;
  let at = from;
  for (;;) {
    const near = at + NEAR < end ? at + NEAR : end;
    while (at < near) {
      const code = bytes[at++] as number;
      // Most letters are above the backslash.
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

/** Whether an odd number of backslashes stands before `at`; `from` is not escaped itself. */
function isEscaped(bytes: Buffer, from: number, at: number): boolean {
  let before = at;
  while (before > from && bytes[before - 1] === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}

/** How much is read of a value that may hold binary content. */
export interface PayloadBounds {
  /** A value whose text is longer, its payloads not counted, is left out. */
  readonly maxLength: number;
  /** A payload that is longer is emptied. */
  readonly maxPayloadLength: number;
  /** Called when a value was too long. */
  onDropped?(this: void): void;
}

/** So much of a string is looked at: at its beginning, in its middle and at its end. */
const SAMPLE = 128;
/** Longest type and parameters in front of the payload of a `data:` URL. */
const MAX_HEAD = 200;
const BASE64 = /^(?:[\w+/=-]|\\\/)*\\?$/;

/**
 * Finds the base64 in a string: of a `data:` URL what stands behind its comma, else the whole.
 *
 * @param text the string without its quotes, or its beginning
 * @returns index where the base64 begins; `undefined` when the string is something else
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
