// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';

/** Calls `original` within `around`, exactly once; its outcome is the outcome, whatever `around` does. */
export function calledOnce<T>(
  original: () => T,
  around: (call: () => void) => void
): T {
  let called = false;
  let failed = false;
  let outcome: unknown;
  const call = (): void => {
    if (called) return;
    called = true;
    try {
      outcome = original();
    } catch (error) {
      failed = true;
      outcome = error;
    }
  };
  try {
    around(call);
  } catch (error) {
    report('context', error);
  }
  call();
  if (failed) throw outcome;
  return outcome as T;
}
