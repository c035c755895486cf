// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncResource } from 'node:async_hooks';
import { errorReport } from './error-text.ts';

type Reporter = (where: string, text: string) => void;

const reported = new Set<string>();
let reporter: Reporter = () => {};

/**
 * Has the async storage that was active when this file was loaded: usually none. It lasts as long as the process and keeps
 * nothing running. `jest --detectOpenHandles` and others report such a resource unless it has a type that says so.
 */
const atLoad = new AsyncResource('TIMERWRAP');

/** Sets where failures of our own code and of users' hooks are reported: `diag`, in the instrumentation. */
export function reportTo(next: Reporter): void {
  reporter = next;
}

/**
 * Reports a failure, once for each place. Of the error only what {@link errorReport} lets through is reported. Never
 * throws: it is called in every catch block between us and the application.
 */
export function report(where: string, error: unknown): void {
  reportText(where, () => errorReport(error));
}

/** Like {@link report}, with a text of ours. */
export function reportText(where: string, text: string | (() => string)): void {
  if (reported.has(where)) return;
  reported.add(where);
  try {
    reporter(where, typeof text === 'string' ? text : text());
  } catch {
    // A logger that throws must not reach the application.
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

/**
 * Runs a function in the async storage that was active when this file was loaded. A timer that is created in the storage of
 * a call keeps what the application stored there.
 */
export function outside<T>(fn: () => T): T {
  return atLoad.runInAsyncScope(fn);
}

/** Forgets what was reported, so that a test can see it reported again. */
export function forgetReports(): void {
  reported.clear();
}
