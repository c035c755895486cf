// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** A series as Prometheus writes it. */
export function selectorOf({ name, labels }) {
  const shown = Object.entries(labels).map(
    ([label, value]) => `${label}=${JSON.stringify(value)}`
  );
  return `${name}{${shown.join(',')}}`;
}

/** A value each minute: of a counter what has grown until then, of a gauge what it is. */
export function valuesOf({ grows, is }, minutes) {
  let value = 0;
  return Array.from({ length: minutes + 1 }, (_, minute) => {
    if (is !== undefined) return is(minute);
    if (minute > 0) value += grows(minute - 1);
    return Number(value.toFixed(6));
  });
}
