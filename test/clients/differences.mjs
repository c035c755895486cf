// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Where two values of JSON differ.
 *
 * @returns {string[]} `path: one ≠ other`, the first few
 */
export function differences(one, other, path = '') {
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys]
      .flatMap(key => differences(one[key], other[key], `${path}.${key}`))
      .slice(0, 5);
  }
  return one === other ? [] : [`${path}: ${short(one)} ≠ ${short(other)}`];
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function short(value) {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
