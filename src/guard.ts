// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

type Reporter = (where: string, error: unknown) => void;

const reported = new Set<string>();
let reporter: Reporter = () => {};

/** Where trouble of our own is said; `diag` in the instrumentation. */
export function reportTo(next: Reporter): void {
  reporter = next;
}

/**
 * Says once for each place that something of ours failed. Never throws: it stands in every catch block between us
 * and the application.
 */
export function report(where: string, error: unknown): void {
  if (reported.has(where)) return;
  reported.add(where);
  try {
    reporter(where, error);
  } catch {
    // A logger that throws is not a reason to hurt the application.
  }
}

/** Runs code of ours or of a user's hook; what it throws is reported and goes no further. */
export function guarded<T>(where: string, fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    report(where, error);
    return undefined;
  }
}

/** Like {@link guarded}, where messages of errors may quote what nobody should read: only the kind of the error is said. */
export function guardedPrivately<T>(where: string, fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    report(where, error instanceof Error ? error.constructor.name : 'thrown');
    return undefined;
  }
}

/** Forgets what was said, so that a test can see it said again. */
export function forgetReports(): void {
  reported.clear();
}
