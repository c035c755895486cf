// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Milliseconds that the provider asks us to wait; `undefined` where it does not. OpenAI has a header that is more
 * exact than the standard one, which has two forms: seconds, and an HTTP date.
 *
 * @param {Headers | undefined} headers of the response that failed
 * @param {number} [now]
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(headers, now = Date.now()) {
  const exact = headers?.get('retry-after-ms') ?? '';
  if (NUMBER.test(exact)) return Number(exact);
  const text = headers?.get('retry-after') ?? '';
  if (NUMBER.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const NUMBER = /^\d+(\.\d+)?$/;
