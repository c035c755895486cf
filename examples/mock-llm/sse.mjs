// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One server-sent event.
 *
 * @param {unknown} data
 * @param {string} [event] its name, where the API names its events
 */
export function sse(data, event) {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}
