// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { setTimeout as wait } from 'node:timers/promises';

/** A signal that somebody aborts when the call is certainly under way; not a timer, which would be a timeout. */
export function abortIn(milliseconds) {
  const leaving = new AbortController();
  void wait(milliseconds).then(() => leaving.abort());
  return leaving.signal;
}
