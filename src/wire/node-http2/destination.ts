// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientHttp2Session } from 'node:http2';
import type { HeaderReader } from '../exchange.ts';
import { HIDDEN, isObject, plainMember, plainMembers } from '../safe-reads.ts';
import { hostInUrl, joinUrl, parseUrl } from '../url.ts';

/** The authority of `connect` as an origin. A record is read like a URL. */
export function originOf(authority: unknown): string | undefined {
  if (typeof authority === 'string') return parseUrl(authority)?.origin;
  if (!isObject(authority)) return undefined;
  if (authority instanceof URL) return authority.origin;
  const parts = plainMembers(authority, [
    'protocol',
    'hostname',
    'host',
    'port',
  ]) as Partial<URL> | undefined;
  if (parts === undefined) return undefined;
  const { protocol, hostname, host, port } = parts;
  const place = hostInUrl(hostname || host || 'localhost');
  return parseUrl(`${protocol || 'https:'}//${place}${port ? `:${port}` : ''}`)
    ?.origin;
}

/** Reads members by their direct names, which is cheap, because most requests are not ours. `undefined` if they are hidden. */
export function pseudoHeaders(
  headers: unknown,
  given: () => HeaderReader | undefined
): { method: string; path: string } | undefined {
  const value = (name: string): unknown => {
    if (Array.isArray(headers)) return given()?.get(name);
    return isObject(headers) ? plainMember(headers, name) : undefined;
  };
  const method = value(':method') ?? 'GET';
  const path = value(':path') ?? '/';
  if (method === HIDDEN || path === HIDDEN) return undefined;
  return typeof method === 'string' && typeof path === 'string'
    ? { method: method.toUpperCase(), path }
    : undefined;
}

/** The destination of a request: its own authority, else that of its session. */
export function urlOf(
  path: string,
  headers: HeaderReader,
  origin: string | undefined,
  session: ClientHttp2Session
): URL | undefined {
  const named = headers.get(':authority') ?? headers.get('host');
  if (named === undefined) {
    return origin === undefined ? undefined : joinUrl(origin, path);
  }
  const scheme =
    headers.get(':scheme') ?? (session.encrypted ? 'https' : 'http');
  return joinUrl(`${scheme}://${named}`, path);
}

/**
 * Whether undici created a session. Such a session holds undici's client, whose requests were already reported in the
 * context of their callers; the context here may be that of another call.
 */
export function isOfUndici(session: object): boolean {
  return Object.getOwnPropertySymbols(session).some(symbol => {
    const value = (session as Record<symbol, unknown>)[symbol];
    return (
      typeof value === 'object' &&
      value !== null &&
      'dispatch' in value &&
      typeof value.dispatch === 'function'
    );
  });
}
