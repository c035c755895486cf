// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
} from './exchange.ts';
import type { LiveHeaders } from './live-headers.ts';
import type { HeaderLook } from './one-header.ts';
import { Tap } from './tap.ts';
import { Handshake, HANDSHAKE_HEADER } from './web-socket/handshake.ts';

/** The observer that the watchers of one wire share, and whether they report to it. */
export interface Watch {
  observer: ExchangeObserver;
  active: boolean;
}

/**
 * The cheapest test, which runs for every request of the process: it checks the path, and for a few requests one header.
 *
 * @param look reads a header; called at most once.
 */
export function wanted(
  watch: Watch,
  method: unknown,
  target: unknown,
  look: HeaderLook
): target is string {
  return (
    watch.active &&
    typeof method === 'string' &&
    typeof target === 'string' &&
    (watch.observer.wants(method, target) ||
      opensSocket(watch, method, target, look) ||
      told(watch, method, look))
  );
}

/** Whether the request is the handshake of a WebSocket that may be ours. */
function opensSocket(
  { observer }: Watch,
  method: string,
  target: string,
  look: HeaderLook
): boolean {
  return (
    method === 'GET' &&
    observer.wantsSocket?.(target) === true &&
    typeof look(HANDSHAKE_HEADER) === 'string'
  );
}

/** Whether the header that can identify the request does so. */
function told({ observer }: Watch, method: string, look: HeaderLook): boolean {
  const name = observer.tellingHeader?.(method);
  if (name === undefined) return false;
  const value = look(name);
  return (
    typeof value === 'string' && observer.wantsHeader?.(name, value) === true
  );
}

function listenerFor(
  { observer }: Watch,
  exchange: Exchange
): ExchangeListener | undefined {
  const isHandshake =
    exchange.method === 'GET' &&
    exchange.header(HANDSHAKE_HEADER) !== undefined;
  if (!isHandshake) return observer.observe(exchange);
  const listener = observer.observeSocket?.(exchange);
  return listener && new Handshake(listener);
}

/** Decides once whether an exchange is ours. The resulting tap is open or refused, and the layers below find it. */
export function openTap(
  watch: Watch,
  exchange: Exchange,
  signal?: AbortSignal,
  live?: LiveHeaders
): Tap {
  let listener: ExchangeListener | undefined;
  try {
    listener = listenerFor(watch, exchange);
  } catch (error) {
    report('observe', error);
  }
  const tap = new Tap(exchange, listener);
  tap.signal = signal;
  if (listener !== undefined) tap.live = live;
  return tap;
}
