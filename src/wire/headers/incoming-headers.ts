// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';

/** The headers of a response, as node:http and node:http2 parse them. */
export class IncomingHeaders implements HeaderReader {
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>;

  constructor(
    headers: Readonly<Record<string, string | string[] | undefined>>
  ) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    const value = this.#headers[name];
    return Array.isArray(value) ? value[0] : value;
  }
}
