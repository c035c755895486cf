// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Forms of headers that few clients give or build. */

export type Pair = readonly [name: unknown, value: unknown];

/** The pairs of a map; `undefined` if its iterator is the application's. */
export function mapPairs(
  headers: ReadonlyMap<unknown, unknown>
): readonly Pair[] | undefined {
  const isUsual =
    Object.getPrototypeOf(headers) === Map.prototype &&
    !Object.hasOwn(headers, Symbol.iterator);
  return isUsual ? [...headers] : undefined;
}

/** Pairs of a flat array of names and values, or of an array of pairs. */
export function arrayPairs(headers: readonly unknown[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 0; index < headers.length; index++) {
    const item = headers[index];
    if (Array.isArray(item) && item.length === 2)
      pairs.push([item[0], item[1]]);
    else pairs.push([item, headers[++index]]);
  }
  return pairs;
}

/** The header lines of a message, as undici 5 stores them. */
export function linePairs(head: string): Pair[] {
  return head.split('\r\n').map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}
