// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from './exchange.ts';

/**
 * Creates the URL of a request from its origin and its path. They are joined, not resolved: a path that begins with two
 * slashes is a path, not a host. A request to a proxy has the whole URL as its path.
 */
export function joinUrl(origin: string, path: string): URL | undefined {
  const whole = /^https?:\/\//i.test(path)
    ? path
    : origin + (path.startsWith('/') ? path : `/${path}`);
  return parseUrl(whole);
}

/** `undefined` if the text is no URL. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** A host name or address as it is written in a URL. */
export function hostInUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The target of a redirect; `undefined` if the response is no redirect. */
export function locationOf(
  status: number,
  headers: HeaderReader
): string | undefined {
  return REDIRECTS.has(status) ? headers.get('location') : undefined;
}
