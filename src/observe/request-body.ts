// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type ContentCodings, ContentDecoder } from '../decode/encoding.ts';
import type { FormScanner } from '../decode/scan/form.ts';
import type { JsonMembers } from '../decode/scan/members.ts';
import { scan } from '../decode/scan/select.ts';

/** Reads the members of a body; its first bytes decide the format. */
export class Members {
  readonly #choose: (first: Buffer) => JsonMembers | FormScanner;
  #chosen: JsonMembers | FormScanner | undefined;

  constructor(choose: (first: Buffer) => JsonMembers | FormScanner) {
    this.#choose = choose;
  }

  push(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#chosen ??= this.#choose(bytes);
    this.#chosen.push(bytes);
  }

  end(): Record<string, unknown> {
    return this.#chosen?.end() ?? {};
  }
}

/** Decodes the bytes of a request body from its content encoding. */
export class RequestBody {
  readonly #members: Members;
  readonly #decoder: ContentDecoder | undefined;
  readonly #readable: boolean;

  /** @param codings `undefined` if they are unknown, so that nothing can be read */
  constructor(members: Members, codings: ContentCodings | undefined) {
    this.#members = members;
    this.#readable = codings !== undefined;
    if (codings !== undefined && codings.length > 0) {
      this.#decoder = new ContentDecoder(codings, bytes => {
        members.push(bytes);
      });
    }
  }

  push(chunk: string | Uint8Array): void {
    if (this.#readable) scan(this.#decoder ?? this.#members, chunk);
  }

  end(): Record<string, unknown> {
    this.#decoder?.end();
    return this.#members.end();
  }
}
