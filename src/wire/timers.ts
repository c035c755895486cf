// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import * as timers from 'node:timers';
import { guarded } from '../guard.ts';

/**
 * The timers of Node.js, taken when this file is loaded. Tests replace the global ones by a clock of their own, which would
 * count ours, run them for ever (`runAllTimers()`) or never, and some environments of tests have none.
 */
export const { setTimeout, clearTimeout, setInterval, clearInterval } = timers;
const { setImmediate } = timers;

/**
 * Runs a function outside the application's async storage: what it creates, such as a timer, keeps the storage that is
 * active then.
 */
export const outside = AsyncLocalStorage.snapshot();

/** Runs `fn` in the next turn of the event loop, if there is one. Failures are reported as of `where`. */
export function inNextTurn(where: string, fn: () => void): void {
  setImmediate(() => guarded(where, fn)).unref();
}
