// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';
import type { Exchange, ExchangeObserver } from './exchange.ts';
import { Tap } from './tap.ts';

/** What the watchers of one wire share: who is told, and whether anybody is. */
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

/** Opens a tap when the observer says that the exchange is ours. Never throws. */
export function openTap(watch: Watch, exchange: Exchange): Tap | undefined {
  try {
    const listener = watch.observer.observe(exchange);
    return listener === undefined ? undefined : new Tap(exchange, listener);
  } catch (error) {
    report('observe', error);
    return undefined;
  }
}
