// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

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
