// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../call.ts';
import type { CapturedContent } from './captured-content.ts';
import { selectMembers } from '../decode/scan/json.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { JsonObject } from '../dialects/fields.ts';
import type { Recognised } from '../recognise/recognise.ts';
import type { Exchange } from '../wire/exchange.ts';

/** What reading a request body gave. */
export interface ReadRequest {
  readonly facts: RequestFacts;
  readonly members: JsonObject;
}

/**
 * Reads a request as it becomes known: from a body that the caller gave, or from the bytes as they are sent. Of a body
 * above the bound nothing is kept, and only its URL and headers speak.
 */
export class RequestReader {
  readonly #exchange: Exchange;
  readonly #recognised: Recognised;
  readonly #maxBytes: number;
  readonly #content: CapturedContent | undefined;
  #parts: Buffer[] | undefined = [];
  #size = 0;

  /** @param content where it is captured: takes what the request says. */
  constructor(
    exchange: Exchange,
    recognised: Recognised,
    maxBytes: number,
    content?: CapturedContent
  ) {
    this.#exchange = exchange;
    this.#recognised = recognised;
    this.#maxBytes = maxBytes;
    this.#content = content;
  }

  /** The request from the URL, the headers, and as much of its body as is given. */
  read(body: string | Uint8Array | undefined): ReadRequest {
    const { dialect, provider, operation } = this.#recognised;
    const { url, header } = this.#exchange;
    const members = this.#select(body, dialect);
    const facts = dialect.readRequest(members, url, header, {
      provider,
      operation,
    });
    return { facts, members };
  }

  #select(body: string | Uint8Array | undefined, dialect: Dialect): JsonObject {
    if (body === undefined) return {};
    const content = this.#content;
    if (content === undefined) {
      return selectMembers(body, dialect.requestMembers);
    }
    const members = selectMembers(body, content.wanted, content.bounds);
    content.readRequest(members, this.#exchange.url);
    return members;
  }

  /** Takes a part of the body; the whole of it is read at once, without a copy, when it comes in one piece. */
  push(chunk: string | Uint8Array, last: boolean): ReadRequest | undefined {
    const parts = this.#parts;
    if (parts === undefined) return undefined;
    if (last && parts.length === 0) {
      this.#parts = undefined;
      return this.read(chunk);
    }
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) {
      this.#parts = undefined;
      return undefined;
    }
    // A copy: the buffer is the application's, and it may use it again.
    parts.push(Buffer.from(chunk as string));
    return last ? this.end() : undefined;
  }

  /** No more will come: reads what was kept. */
  end(): ReadRequest | undefined {
    const parts = this.#parts;
    this.#parts = undefined;
    if (parts === undefined || parts.length === 0) return undefined;
    return this.read(parts.length === 1 ? parts[0] : Buffer.concat(parts));
  }
}
