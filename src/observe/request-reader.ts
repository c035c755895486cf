// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../call.ts';
import type { CapturedContent } from './captured-content.ts';
import { JsonMembers } from '../decode/scan/members.ts';
import {
  type ContentCodings,
  ContentDecoder,
  contentCodings,
} from '../decode/encoding.ts';
import { scan } from '../decode/scan/select.ts';
import type { JsonObject } from '../dialects/fields.ts';
import type { Recognised } from '../recognise/recognise.ts';
import type { Exchange } from '../wire/exchange.ts';

/** The facts of a request, and the members of its body that they were read from. */
export interface ReadRequest {
  readonly facts: RequestFacts;
  readonly members: JsonObject;
}

/**
 * Reads a request as it becomes known: from a body that the caller gave, or from the bytes as they are sent. Keeps the
 * wanted members only, whatever the size of the body and of its parts.
 */
export class RequestReader {
  readonly #exchange: Exchange;
  readonly #recognised: Recognised;
  readonly #content: CapturedContent | undefined;
  #body: RequestBody | undefined;
  #ended = false;

  /** @param content takes the content of the request, where it is captured */
  constructor(
    exchange: Exchange,
    recognised: Recognised,
    content?: CapturedContent
  ) {
    this.#exchange = exchange;
    this.#recognised = recognised;
    this.#content = content;
  }

  /** The request from the URL, the headers, and the body when it is given. */
  read(body: string | Uint8Array | undefined): ReadRequest {
    if (body === undefined) return this.#facts({});
    const whole = this.#newBody();
    whole.push(body);
    return this.#facts(this.#take(whole));
  }

  /** Takes a part of the body. */
  push(chunk: string | Uint8Array, last: boolean): ReadRequest | undefined {
    if (this.#ended) return undefined;
    this.#body ??= this.#newBody();
    this.#body.push(chunk);
    return last ? this.end() : undefined;
  }

  /** No more will come: reads what was kept. */
  end(): ReadRequest | undefined {
    const body = this.#body;
    this.#ended = true;
    this.#body = undefined;
    return body === undefined ? undefined : this.#facts(this.#take(body));
  }

  #newBody(): RequestBody {
    const content = this.#content;
    const members =
      content === undefined
        ? new JsonMembers(this.#recognised.dialect.requestMembers)
        : new JsonMembers(content.wanted, content.bounds);
    const encoding = this.#exchange.header('content-encoding');
    return new RequestBody(
      members,
      encoding === undefined ? [] : contentCodings(encoding)
    );
  }

  #take(body: RequestBody): JsonObject {
    const members = body.end();
    this.#content?.readRequest(members, this.#exchange.url);
    return members;
  }

  #facts(members: JsonObject): ReadRequest {
    const { dialect, provider, operation } = this.#recognised;
    const { url, header } = this.#exchange;
    const route = { provider, operation };
    return { facts: dialect.readRequest(members, url, header, route), members };
  }
}

/** The bytes of a request body, with its content-encoding undone. */
class RequestBody {
  readonly #members: JsonMembers;
  readonly #decoder: ContentDecoder | undefined;
  readonly #readable: boolean;

  /** @param codings `undefined` when they are unknown, and nothing can be read */
  constructor(members: JsonMembers, codings: ContentCodings | undefined) {
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
