// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** A longer field is no parameter; it is skipped like a file. */
const MAX_VALUE_BYTES = 64 * 1024;
const MAX_HEAD_BYTES = 8 * 1024;
/** `--`, the boundary, and the line end. */
const MAX_BOUNDARY_BYTES = 80;
const END_OF_HEAD = '\r\n\r\n';

/**
 * Reads wanted text fields of a form (`multipart/form-data`) as its bytes pass. Of a file, it keeps only the last bytes of
 * a chunk, because a delimiter may begin there. Never throws.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export class FormScanner {
  readonly #members: Record<string, unknown> = {};
  readonly #wanted: ReadonlySet<string>;
  readonly #present: ReadonlySet<string>;
  /** Known after the first line, which is the first delimiter. */
  #delimiter: string | undefined;
  #state: 'skip' | 'head' | 'value' = 'skip';
  #name = '';
  #held: Buffer = Buffer.alloc(0);

  /** @param present fields, including files, whose presence is recorded as `true`. */
  constructor(wanted: ReadonlySet<string>, present: ReadonlySet<string>) {
    this.#wanted = wanted;
    this.#present = present;
  }

  /** The fields that are complete. */
  end(): Record<string, unknown> {
    return this.#members;
  }

  /** Reads the next bytes; keeps no reference to them. */
  push(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#held, chunk]);
    const start = this.#start(bytes);
    if (start === undefined) {
      // No boundary is this long (RFC 2046), so this is no form, and nothing of it is kept.
      this.#held = bytes.length > MAX_BOUNDARY_BYTES ? Buffer.alloc(0) : bytes;
      return;
    }
    const [from, delimiter] = start;
    let at = from;
    for (let next: number | undefined = at; next !== undefined;) {
      at = next;
      next =
        this.#state === 'skip'
          ? this.#skip(bytes, at, delimiter)
          : this.#state === 'head'
            ? this.#head(bytes, at)
            : this.#value(bytes, at, delimiter);
    }
    // While a file passes, only a possible beginning of a delimiter is kept.
    const rest =
      this.#state === 'skip'
        ? Math.max(at, bytes.length - delimiter.length)
        : at;
    this.#held = Buffer.from(bytes.subarray(rest));
  }

  /** Returns where to continue, and the delimiter. It is read from the first line, as the client may set the header later. */
  #start(bytes: Buffer): [from: number, delimiter: string] | undefined {
    if (this.#delimiter !== undefined) return [0, this.#delimiter];
    const end = bytes.indexOf('\r\n');
    if (end === -1 || !looksLikeForm(bytes)) return undefined;
    this.#delimiter = `\r\n${bytes.toString('latin1', 0, end)}`;
    this.#state = 'head';
    return [end, this.#delimiter];
  }

  /** Each of these returns where to continue, or `undefined` if more bytes are needed. */
  #skip(bytes: Buffer, at: number, delimiter: string): number | undefined {
    const found = bytes.indexOf(delimiter, at);
    if (found === -1) return undefined;
    this.#state = 'head';
    return found + delimiter.length;
  }

  #head(bytes: Buffer, at: number): number | undefined {
    const end = bytes.indexOf(END_OF_HEAD, at);
    if (end === -1) {
      if (bytes.length - at <= MAX_HEAD_BYTES) return undefined;
      this.#state = 'skip';
      return at;
    }
    const head = bytes.toString('utf8', at, end);
    const name = /^content-disposition:.*?;\s*name="([^"]*)"/im.exec(head)?.[1];
    const isFile = /^content-disposition:.*?;\s*filename\*?=/im.test(head);
    const isWanted = name !== undefined && this.#wanted.has(name) && !isFile;
    if (!isWanted && name !== undefined && this.#present.has(name)) {
      this.#members[name] = true;
    }
    this.#name = name ?? '';
    this.#state = isWanted ? 'value' : 'skip';
    // After an empty value, the delimiter directly follows the head.
    return end + END_OF_HEAD.length - (isWanted ? 0 : 2);
  }

  #value(bytes: Buffer, at: number, delimiter: string): number | undefined {
    const end = bytes.indexOf(delimiter, at);
    if (end === -1) {
      if (bytes.length - at <= MAX_VALUE_BYTES) return undefined;
    } else this.#members[this.#name] = bytes.toString('utf8', at, end);
    this.#state = 'skip';
    return end === -1 ? at : end;
  }
}

/** Whether a body begins like a form; JSON never does. */
export function looksLikeForm(body: string | Uint8Array): boolean {
  return typeof body === 'string'
    ? body.startsWith('--')
    : body[0] === DASH && body[1] === DASH;
}

const DASH = 0x2d;
