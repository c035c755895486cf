// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { headerReader } from '../headers.ts';
import type { Tap } from '../tap.ts';
import { openTap, type Watch } from '../watch.ts';

/** What `dispatch()` is told of a request, and what the request on undici's channel has as well. */
export interface DispatchOptions {
  readonly method?: unknown;
  readonly path?: unknown;
  readonly origin?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: unknown;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Begins the exchange of a request that nobody above undici has told of. */
export function openUndici(
  watch: Watch,
  url: URL,
  method: string,
  options: DispatchOptions
): Tap | undefined {
  const { body, headers, signal } = options;
  const tap = openTap(watch, {
    method,
    url,
    transport: 'undici',
    body:
      typeof body === 'string' || body instanceof Uint8Array ? body : undefined,
    header: headerReader(headers),
  });
  if (tap !== undefined && signal instanceof AbortSignal) tap.signal = signal;
  return tap;
}

/** Where the path is a whole URL, as a proxy wants it, the URL is that. */
export function pathOf(url: URL): string {
  return url.pathname + url.search;
}

/** Clients and pools keep their origin under a symbol of undici's own; agents are told it. */
export function targetUrl(
  dispatcher: unknown,
  { origin, path }: DispatchOptions
): URL | undefined {
  let base = origin;
  if (base == null && isObject(dispatcher)) {
    const key = Object.getOwnPropertySymbols(dispatcher).find(
      symbol => symbol.description === 'url'
    );
    base = key && (dispatcher as Record<symbol, unknown>)[key];
  }
  return base == null || typeof path !== 'string'
    ? undefined
    : new URL(path, base as string | URL);
}
