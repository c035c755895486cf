// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** A signal that aborts when the call is certainly under way. */
export function abortIn(milliseconds) {
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(), milliseconds);
  return leaving.signal;
}
