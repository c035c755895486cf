// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';

/** Calls `original` within `around`, exactly once; its outcome is the outcome, whatever `around` does. */
export function calledOnce<T>(
  original: () => T,
  around: (call: () => T) => unknown
): T {
  let outcome: { value: T } | { error: unknown } | undefined;
  try {
    around(() => {
      try {
        const value = original();
        outcome = { value };
        return value;
      } catch (error) {
        outcome = { error };
        throw error;
      }
    });
  } catch (error) {
    if (outcome === undefined || 'value' in outcome) report('context', error);
  }
  if (outcome === undefined) return original();
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
