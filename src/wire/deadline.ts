// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { executionAsyncResource } from 'node:async_hooks';

/** The reason of a caller whose time was up and who gives no reason. */
export const TIMED_OUT = Object.freeze({ name: 'TimeoutError' });

/**
 * The reason for which an exchange is let go right now: the one that was given, or that the time was up, where a timer
 * calls. Clients of `node:http` destroy requests without a reason, whatever aborted them.
 */
export function reasonNow(given: unknown): unknown {
  return isCalledByTimer() ? TIMED_OUT : given;
}

/** Whether the callback of a timer is running, as Node names it; `AbortSignal.timeout` has one, too. */
function isCalledByTimer(): boolean {
  return executionAsyncResource() instanceof Timeout;
}

const Timeout = classOfTimers();

/** Node does not export it. */
function classOfTimers(): new () => object {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return timer.constructor as new () => object;
}
