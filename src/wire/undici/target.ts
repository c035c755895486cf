// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';
import { LiveHeaders } from '../headers/live-headers.ts';
import { isGenuine, isObject } from '../safe-reads.ts';
import { Tap } from '../tap.ts';
import { joinUrl } from '../url.ts';
import type { Watch } from '../watch.ts';

/** A request as `dispatch()` or the channel of undici announces it. */
export interface Announced {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** `undefined` if reading them would run application code. */
  readonly headers: HeaderReader | undefined;
  /** The header `host`, if it is stored apart from the others. */
  readonly host?: unknown;
  readonly body: unknown;
  readonly signal?: unknown;
}

/** Decides about a request that no layer above undici has announced; `undefined` if its address is no URL. */
export function openUndici(
  watch: Watch,
  { method, origin, path, headers, host, body, signal }: Announced
): Tap | undefined {
  const url = joinUrl(origin, path);
  if (url === undefined) return undefined;
  nameHost(url, host ?? headers?.get('host'));
  const live = headers === undefined ? new LiveHeaders(undefined) : undefined;
  return new Tap(
    watch,
    {
      method,
      url,
      transport: 'undici',
      body:
        typeof body === 'string' || body instanceof Uint8Array
          ? body
          : undefined,
      headers: headers ?? (live as LiveHeaders),
    },
    isObject(signal) && isGenuine(signal, 'AbortSignal')
      ? (signal as unknown as AbortSignal)
      : undefined,
    live
  );
}

/**
 * Matches an IP address in `URL.hostname`: IPv6 addresses are in brackets, and the parser writes each form of an IPv4
 * address as four numbers. `isIP()` of node:net would be the first to require that module; the instrumentation of
 * node:net, if registered, would then begin to create spans of connections.
 */
const ADDRESS = /^(?:\[|[\d.]+$)/;

/** Interceptors that resolve names, such as `dns()`, put the IP address into the origin and leave the name in `host`. */
function nameHost(url: URL, host: unknown): void {
  if (!ADDRESS.test(url.hostname)) return;
  if (typeof host !== 'string') return;
  if (/^[\w.-]*[a-z][\w.-]*(?::\d+)?$/i.test(host)) {
    url.host = host;
  }
}
