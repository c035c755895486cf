// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';
import { LiveHeaders } from '../headers.ts';
import { isGenuine, isObject } from '../plain.ts';
import type { Tap } from '../tap.ts';
import { joinUrl } from '../url.ts';
import { openTap, type Watch } from '../watch.ts';

/** A request as `dispatch()` or the channel of undici announces it. */
export interface Announced {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** `undefined` where reading them would run code of the application's. */
  readonly header: HeaderReader | undefined;
  /** The header `host`, where it is kept apart from the others. */
  readonly host?: unknown;
  readonly body: unknown;
  readonly signal?: unknown;
}

/** Decides about a request that nobody above undici has announced; `undefined` where its address is no URL. */
export function openUndici(
  watch: Watch,
  { method, origin, path, header, host, body, signal }: Announced
): Tap | undefined {
  const url = joinUrl(origin, path);
  if (url === undefined) return undefined;
  nameHost(url, host ?? header?.('host'));
  const live = header === undefined ? new LiveHeaders(undefined) : undefined;
  return openTap(
    watch,
    {
      method,
      url,
      transport: 'undici',
      body:
        typeof body === 'string' || body instanceof Uint8Array
          ? body
          : undefined,
      header: header ?? (live as LiveHeaders).header,
    },
    isObject(signal) && isGenuine(signal, 'AbortSignal')
      ? (signal as unknown as AbortSignal)
      : undefined,
    live
  );
}

/**
 * Matches the address in `URL.hostname`: version 6 stands in brackets, and the parser writes each form of version 4 as
 * four numbers. `isIP()` of node:net would be the first to require that module, and its instrumentation, where it is
 * registered, would begin to make spans of connections.
 */
const ADDRESS = /^(?:\[|[\d.]+$)/;

/** Interceptors that look names up, like `dns()`, put the address into the origin and leave the name in `host`. */
function nameHost(url: URL, host: unknown): void {
  if (!ADDRESS.test(url.hostname)) return;
  if (typeof host !== 'string') return;
  if (/^[\w.-]*[a-z][\w.-]*(?::\d+)?$/i.test(host)) {
    url.host = host;
  }
}
