// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Texts of reasons for a failed export, the most specific first, because an exporter may wrap one in another. */
const CAUSES = [
  /\b(?:connect|read|write|getaddrinfo) E[A-Z_]+\b(?: [\w.:[\]-]+\w)?/,
  /\bsocket hang up\b/,
  /\b(?:4 DEADLINE_EXCEEDED|14 UNAVAILABLE)\b/,
  /\bexport timed out after \d+ ?ms\b/,
];

/** Trace exporters log the plain error. */
const BY_EXPORTER = /^\{"stack":|export/;

/**
 * Returns one line for an exporter's log message about an unreachable endpoint. The exporter itself logs each failed
 * export, with a stack.
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

/** The SDK logs errors as JSON, with their stacks. */
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
