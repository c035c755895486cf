// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

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

/** A process calls a few addresses repeatedly. */
const MAX_KEPT = 32;
const MAX_LENGTH = 512;
const kept = new Map<string, URL>();

/**
 * Like {@link parseUrl}, with a cache: the result must not be changed. An address with a query is not cached, because
 * queries contain keys and ids.
 */
export function parseOften(href: string): URL | undefined {
  const known = kept.get(href);
  if (known !== undefined) return known;
  const url = parseUrl(href);
  if (
    url !== undefined &&
    href.length <= MAX_LENGTH &&
    !href.includes('?') &&
    url.username === '' &&
    url.password === ''
  ) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(href, url);
  }
  return url;
}
