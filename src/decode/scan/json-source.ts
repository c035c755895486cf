// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** The text of a JSON document, where it is: never copied or decoded as a whole. */
export interface JsonSource {
  readonly length: number;
  /** Code of a character that matters to JSON; NaN or undefined past the end. */
  at(index: number): number | undefined;
  nextQuote(from: number): number;
  text(start: number, end: number): string;
}

export function jsonSource(source: string | Uint8Array): JsonSource {
  return typeof source === 'string'
    ? new TextSource(source)
    : new ByteSource(source);
}

/** A document in a string. */
class TextSource implements JsonSource {
  readonly length: number;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
  }

  at(index: number): number {
    return this.#text.charCodeAt(index);
  }

  nextQuote(from: number): number {
    return this.#text.indexOf('"', from);
  }

  text(start: number, end: number): string {
    return this.#text.slice(start, end);
  }
}

/** A document in UTF-8. */
class ByteSource implements JsonSource {
  readonly length: number;
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = this.#bytes.length;
  }

  at(index: number): number | undefined {
    return this.#bytes[index];
  }

  nextQuote(from: number): number {
    return this.#bytes.indexOf(QUOTE, from);
  }

  text(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, end);
  }
}

/** Index after the value that starts here; past the source's end when the value is cut off. */
export function endOfValue(source: JsonSource, start: number): number {
  const first = source.at(start);
  if (first === QUOTE) return endOfString(source, start);
  if (isNested(first)) return endOfNested(source, start);
  for (let at = start; at < source.length; at++) {
    const code = source.at(at) as number;
    if (code <= 0x20 || code === COMMA || code === CLOSING_BRACE) return at;
  }
  // A number that ends with the text may be the beginning of a longer one.
  return source.length + 1;
}

export function endOfString(source: JsonSource, start: number): number {
  for (let quote = start; ;) {
    quote = source.nextQuote(quote + 1);
    if (quote === -1) return source.length + 1;
    let before = quote - 1;
    while (source.at(before) === BACKSLASH) before--;
    // An even number of backslashes are pairs, and leave the quote as it is.
    if ((quote - before) % 2 === 1) return quote + 1;
  }
}

function endOfNested(source: JsonSource, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length;) {
    const code = source.at(at);
    if (code === QUOTE) {
      at = endOfString(source, at);
      continue;
    }
    at++;
    if (isNested(code)) depth++;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
      if (--depth === 0) return at;
    }
  }
  return source.length + 1;
}

export function isNested(code: number | undefined): boolean {
  return code === OPENING_BRACE || code === OPENING_BRACKET;
}

export function skipBlanks(source: JsonSource, from: number): number {
  let at = from;
  for (;;) {
    const code = source.at(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
      return at;
    }
    at++;
  }
}

export function skipByteOrderMark(source: JsonSource): number {
  if (source.at(0) === 0xfeff) return 1;
  return source.at(0) === 0xef && source.at(1) === 0xbb && source.at(2) === 0xbf
    ? 3
    : 0;
}
