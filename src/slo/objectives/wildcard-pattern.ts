// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Returns one pattern that matches any of several texts, in which `*` stands for any text. JavaScript and RE2 read it
 * alike, so that the application counts what Prometheus selects; both must anchor it.
 */
export function wildcardPattern(texts: readonly string[]): string {
  return texts.map(text => text.split('*').map(literally).join('.*')).join('|');
}

function literally(text: string): string {
  return text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');
}
