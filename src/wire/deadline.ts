// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { executionAsyncResource } from 'node:async_hooks';
import { clearTimeout, setTimeout } from './originals.ts';

/** The abort reason to use when a caller's deadline expired and the caller gave no reason. */
export const TIMED_OUT = Object.freeze({ name: 'TimeoutError' });

/**
 * Returns the reason why an exchange is aborted now: the given one, or else an expired deadline if the caller is a timer's
 * callback. Clients of `node:http` destroy requests without a reason, whatever caused the abort.
 */
export function reasonNow(given: unknown): unknown {
  return isCalledByTimer() ? TIMED_OUT : given;
}

/** Whether the callback of a timer is running. `AbortSignal.timeout` uses a timer, too. */
function isCalledByTimer(): boolean {
  return executionAsyncResource() instanceof Timeout;
}

const Timeout = classOfTimers();

/** Node does not export this class. */
function classOfTimers(): new () => object {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return timer.constructor as new () => object;
}
