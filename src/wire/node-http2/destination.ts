// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientHttp2Session } from 'node:http2';
import type { HeaderReader } from '../exchange.ts';

/** The authority of `connect` in the form of an origin; a record stands for a URL. */
export function originOf(authority: unknown): string | undefined {
  if (typeof authority === 'string') return new URL(authority).origin;
  if (typeof authority !== 'object' || authority === null) return undefined;
  const { protocol, hostname, host, port } = authority as Partial<URL>;
  const name = hostname || host || 'localhost';
  const place = name.includes(':') && !/[[\]]/.test(name) ? `[${name}]` : name;
  return new URL(`${protocol || 'https:'}//${place}${port ? `:${port}` : ''}`)
    .origin;
}

/** Most requests are not ours: what they name directly is not searched for. */
export function pseudoHeaders(
  headers: unknown,
  header: HeaderReader
): { method: string; path: string } {
  const record = (
    typeof headers === 'object' && headers !== null ? headers : {}
  ) as Record<string, unknown>;
  const value = (name: string): string | undefined =>
    Array.isArray(headers) ? header(name) : asText(record[name]);
  return {
    method: (value(':method') ?? 'GET').toUpperCase(),
    path: value(':path') ?? '/',
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Where a request goes: to the authority that it names, else to that of its session. */
export function urlOf(
  path: string,
  header: HeaderReader,
  origin: string | undefined,
  session: ClientHttp2Session
): URL | undefined {
  const named = header(':authority') ?? header('host');
  if (named === undefined) {
    return origin === undefined ? undefined : new URL(path, origin);
  }
  const scheme = header(':scheme') ?? (session.encrypted ? 'https' : 'http');
  return new URL(path, `${scheme}://${named}`);
}

/**
 * The sessions of undici bear its client, which has reported these requests already: by the request that it makes, and in
 * the context of the caller, which at this place may be that of another call.
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
