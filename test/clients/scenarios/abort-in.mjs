// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { setTimeout as wait } from 'node:timers/promises';

/** A signal that the callback of a timer aborts: a deadline. */
function deadlineIn(milliseconds) {
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(), 2 * milliseconds);
  return leaving.signal;
}

/** A signal that somebody aborts when the call is certainly under way; not a timer, which would be a timeout. */
export function abortIn(milliseconds) {
  const leaving = new AbortController();
  void wait(2 * milliseconds).then(() => leaving.abort());
  return leaving.signal;
}

/** Deadlines of the caller, by the name of the scenario: one rule holds for all clients. */
export const deadlines = {
  'timeout-of-signal': milliseconds => AbortSignal.timeout(2 * milliseconds),
  'timeout-of-timer': deadlineIn,
};
