// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createContextKey } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';

/** The SDK sets this key during its own exports. It is a `Symbol.for`, so it is the same in every copy. */
export const SUPPRESS_TRACING = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
);

/**
 * Has a value while a user's hook runs, and in everything that it starts. This is a separate storage, because there may be
 * no context manager. It is created when the first hook runs, because Node.js propagates each storage to every promise.
 */
export const hooks: { storage: AsyncLocalStorage<true> | undefined } = {
  storage: undefined,
};

/** Runs a user's hook. Calls that it makes are not recorded, because each would run the hook again. */
export function runInHook<T>(hook: () => T): T {
  return (hooks.storage ??= new AsyncLocalStorage()).run(true, hook);
}
