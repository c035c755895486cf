// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import * as asyncHooks from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import * as streams from 'node:stream';
import * as timers from 'node:timers';
import { guarded } from '../guard.ts';

/**
 * Parts of Node.js that the application may replace, taken when this file is loaded. Tests replace the timers by a clock of
 * their own, which would count ours, run them for ever (`runAllTimers()`) or never, and some environments of tests have none.
 */
export const { setTimeout, clearTimeout, setInterval, clearInterval } = timers;
const { setImmediate } = timers;
export const { AsyncResource } = asyncHooks;
export const { Readable } = streams;
export const { addListener } = EventEmitter.prototype;

/** Runs `fn` in the next turn of the event loop, if there is one. Failures are reported as of `where`. */
export function inNextTurn(where: string, fn: () => void): void {
  setImmediate(() => guarded(where, fn)).unref();
}
