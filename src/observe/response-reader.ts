// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import { createDecoder, type Decoder } from '../decode/decoder.ts';
import type { DialectRoute } from '../dialects/dialect.ts';
import { guarded } from '../guard.ts';
import { looksAnswered, type Recognised } from '../recognise/recognise.ts';
import type { HeaderReader } from '../wire/exchange.ts';
import type { CapturedContent } from './captured-content.ts';

/** Reads the facts of a response from its head and its bytes. */
export class ResponseReader {
  readonly #call: Call;
  readonly #recognised: Recognised;
  readonly #config: ResolvedConfig;
  readonly #content: CapturedContent | undefined;
  #header: HeaderReader | undefined = undefined;
  #decoder: Decoder | undefined = undefined;
  /** The body held JSON. */
  #wasRead = false;

  constructor(
    call: Call,
    recognised: Recognised,
    config: ResolvedConfig,
    content: CapturedContent | undefined
  ) {
    this.#call = call;
    this.#recognised = recognised;
    this.#config = config;
    this.#content = content;
  }

  /** The head came. */
  begin(header: HeaderReader): void {
    this.#header = header;
    const { dialect } = this.#recognised;
    this.#decoder = createDecoder({
      contentType: header('content-type'),
      contentEncoding: header('content-encoding'),
      maxBodyBytes: this.#config.maxBodyBytes,
      everyEvent: this.#content !== undefined,
      readEvery: dialect.needsEveryEvent?.(this.#call.request) ?? false,
      onEvent: event => {
        guarded('read event', () => this.#readEvent(event, this.#route()));
      },
    });
  }

  /** @returns how many chunks of a stream these bytes completed. */
  push(chunk: Uint8Array): number {
    return this.#decoder === undefined ? 0 : this.#decoder.push(chunk);
  }

  /** No more will come: reads what was kept. */
  end(): void {
    const body = this.#decoder?.end();
    const header = this.#header;
    this.#decoder = undefined;
    if (body === undefined || header === undefined) return;
    // A stream that was asked for may be cut before its first fact.
    this.#wasRead =
      body.values.length > 0 &&
      !(body.stream && this.#call.request.stream === true);
    this.#content?.readResponse(body);
    const { dialect } = this.#recognised;
    const { response } = this.#call;
    const route = this.#route();
    if (body.stream) {
      for (const event of body.values) this.#readEvent(event, route);
      if (body.done) response.complete = true;
    } else {
      dialect.readResponse(body.values[0], header, response, route);
    }
    dialect.readHeaders?.(header, response, route);
  }

  /** Whether the whole answer may be one of the format that was assumed. */
  fits(): boolean {
    const contentType = this.#header?.('content-type');
    return looksAnswered(this.#call, contentType, this.#wasRead);
  }

  #readEvent(event: unknown, route: DialectRoute): void {
    this.#recognised.dialect.readEvent(event, this.#call.response, route);
  }

  #route(): DialectRoute {
    const { provider, operation, request } = this.#call;
    const { choiceCount } = request;
    return { provider, operation, choiceCount };
  }
}
