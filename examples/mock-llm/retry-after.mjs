// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The two forms of the standard header; a date has whole seconds, and is never earlier than promised. */
const forms = {
  seconds: seconds => String(seconds),
  date: seconds =>
    new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString(),
};

/**
 * The answer, with `Retry-After` in the form that the scenario asks for, and in that form alone.
 *
 * @param {object} answer
 * @param {{ retryAfter?: 'seconds' | 'date' }} scenario
 * @param {import('node:http').IncomingHttpHeaders} requested
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterHeaders(answer, { retryAfter }, requested) {
  if (retryAfter === undefined) return answer;
  const seconds = Number(requested['x-mock-retry-after'] ?? 1);
  const headers = { ...answer.headers };
  delete headers['retry-after-ms'];
  headers['retry-after'] = forms[retryAfter](seconds);
  return { ...answer, headers };
}
