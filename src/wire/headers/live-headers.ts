// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';

/**
 * The headers of a request. Until the transport has built the request, these are the given headers, as far as they can be
 * read; from then on, they include headers behind getters and headers that were set later.
 */
export class LiveHeaders {
  built: HeaderReader | undefined = undefined;
  readonly header: HeaderReader;

  constructor(given: HeaderReader | undefined) {
    this.header = name => this.built?.(name) ?? given?.(name);
  }
}
