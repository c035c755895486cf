// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { DecodedBody } from './decoder.ts';
import { type BodyReader, EmptyReader } from './reader.ts';

/** What the first line of an event stream can start with. */
const FIELDS = [':', 'data:', 'event:', 'id:', 'retry:'];
const LONGEST_FIELD = 6;
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);

type Kind = 'sse' | 'json' | 'other';

/**
 * Reads a body of which the content type says nothing: its first bytes tell whether it is a stream of
 * events or may be JSON. Of anything else (audio, a web page) nothing is kept.
 */
export class SniffingReader implements BodyReader {
  readonly #readers: Readonly<Record<'sse' | 'json', () => BodyReader>>;
  #held = Buffer.alloc(0);
  #chosen: BodyReader | undefined;

  constructor(readers: Readonly<Record<'sse' | 'json', () => BodyReader>>) {
    this.#readers = readers;
  }

  push(bytes: Buffer): number {
    if (this.#chosen !== undefined) return this.#chosen.push(bytes);
    const body =
      this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    const start = startOf(body);
    const kind = kindOf(body.toString('latin1', start, start + LONGEST_FIELD));
    if (kind === undefined) {
      // No more than a few bytes: what is longer has been told apart.
      this.#held = Buffer.from(body.subarray(start));
      return 0;
    }
    this.#held = Buffer.alloc(0);
    this.#chosen =
      kind === 'other' ? new EmptyReader(false, false) : this.#readers[kind]();
    return this.#chosen.push(body.subarray(start));
  }

  end(): DecodedBody {
    return (this.#chosen ?? new EmptyReader(false, false)).end();
  }
}

/** After a byte order mark and blanks, which matter neither to JSON nor before the first event. */
function startOf(body: Buffer): number {
  let start = 0;
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) start = 3;
  while (BLANKS.has(body[start] ?? 0)) start++;
  return start;
}

/** `undefined` when there is too little to tell. */
function kindOf(head: string): Kind | undefined {
  if (head.startsWith('{') || head.startsWith('[')) return 'json';
  if (FIELDS.some(field => head.startsWith(field))) return 'sse';
  const mayBecome = ['\u00ef\u00bb\u00bf', ...FIELDS];
  return mayBecome.some(start => start.startsWith(head)) ? undefined : 'other';
}
