// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
} from './exchange.ts';
import type { LiveHeaders } from './headers.ts';
import { Tap } from './tap.ts';

/** The observer that the watchers of one wire share, and whether they report to it. */
export interface Watch {
  readonly observer: ExchangeObserver;
  active: boolean;
}

/** The cheapest test, the same for every request of the process. */
export function wanted(
  watch: Watch,
  method: unknown,
  target: unknown
): target is string {
  return (
    watch.active &&
    typeof method === 'string' &&
    typeof target === 'string' &&
    watch.observer.wants(method, target)
  );
}

/** Decides once whether an exchange is ours: the tap is open or refused, and the layers below find it. */
export function openTap(
  watch: Watch,
  exchange: Exchange,
  signal?: AbortSignal,
  live?: LiveHeaders
): Tap {
  let listener: ExchangeListener | undefined;
  try {
    listener = watch.observer.observe(exchange);
  } catch (error) {
    report('observe', error);
  }
  const tap = new Tap(exchange, listener);
  tap.signal = signal;
  if (listener !== undefined) tap.live = live;
  return tap;
}
