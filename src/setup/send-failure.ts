// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Why nothing arrived, the most telling words first: an exporter may wrap one of them in another. */
const CAUSES = [
  /\b(?:connect|read|write|getaddrinfo) E[A-Z_]+\b(?: [\w.:[\]-]+\w)?/,
  /\bsocket hang up\b/,
  /\b(?:4 DEADLINE_EXCEEDED|14 UNAVAILABLE)\b/,
  /\bexport timed out after \d+ ?ms\b/,
];

/** The exporters of traces hand over the bare error. */
const BY_EXPORTER = /^\{"stack":|export/;

/**
 * Returns one line for a log message of an exporter that could not reach its endpoint. The exporter logs each failed
 * export anew, with a stack in it.
 */
export function sendFailureIn(text: string): string | undefined {
  if (!BY_EXPORTER.test(text)) return undefined;
  for (const pattern of CAUSES) {
    const [cause] = pattern.exec(text) ?? [];
    if (cause !== undefined) {
      return `telemetry could not be sent: ${cause}. Spans of the meantime may be lost; cumulative counters catch up.`;
    }
  }
  return undefined;
}

/** The SDK hands over errors as JSON, with their stacks. */
export function withoutStack(text: string): string {
  if (!text.startsWith('{"stack":')) return text;
  try {
    const { name, message } = JSON.parse(text) as Record<string, unknown>;
    if (typeof message !== 'string') return text;
    return typeof name === 'string' && name !== 'Error'
      ? `${name}: ${message}`
      : message;
  } catch {
    return text;
  }
}
