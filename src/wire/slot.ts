// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { report } from '../guard.ts';
import type { ExchangeListener } from './exchange.ts';

/**
 * The value in the asynchronous context of a call. A keep-alive socket keeps the context of the call that opened it, so
 * the value stays small: it drops the tap when the call has ended.
 */
export interface Slot {
  tap: object | undefined;
}

/** Each call has its own slot. Layers of the same call find the same one. */
export const slots = new AsyncLocalStorage<Slot>();

/** Runs `original` exactly once, in a slot and in the listener's context. Its outcome is returned, whatever the listener does. */
export function runInSlot<T>(
  slot: Slot,
  listener: ExchangeListener | undefined,
  original: () => T
): T {
  if (listener === undefined) return slots.run(slot, original);
  let called = false;
  let failed = false;
  let outcome: unknown;
  const call = (): void => {
    if (called) return;
    called = true;
    try {
      outcome = slots.run(slot, original);
    } catch (error) {
      failed = true;
      outcome = error;
    }
  };
  try {
    listener.context(call);
  } catch (error) {
    report('context', error);
  }
  call();
  if (failed) throw outcome;
  return outcome as T;
}
