// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';

/**
 * The headers of a request. Until the transport has built the request, these are the given headers, as far as they can be
 * read; from then on, they include headers behind getters and headers that were set later.
 */
export class LiveHeaders implements HeaderReader {
  built: HeaderReader | undefined = undefined;
  readonly #given: HeaderReader | undefined;

  constructor(given: HeaderReader | undefined) {
    this.#given = given;
  }

  get(name: string): string | undefined {
    return this.built?.get(name) ?? this.#given?.get(name);
  }
}
