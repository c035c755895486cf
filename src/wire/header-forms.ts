// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';

export type Pair = readonly [name: unknown, value: unknown];

/** The pairs of headers in any form but `Headers`; `undefined` if that could run application code. */
export function givenPairs(headers: object): readonly Pair[] | undefined {
  if (Array.isArray(headers)) return arrayPairs(headers);
  const prototype: unknown = Object.getPrototypeOf(headers);
  if (types.isMap(headers)) {
    const usual =
      prototype === Map.prototype && !Object.hasOwn(headers, Symbol.iterator);
    return usual ? [...headers] : undefined;
  }
  if (Symbol.iterator in headers) return undefined;
  const pairs: Pair[] = [];
  for (const name of Object.keys(headers)) {
    const found = Object.getOwnPropertyDescriptor(headers, name);
    if (found === undefined || !('value' in found)) return undefined;
    pairs.push([name, found.value]);
  }
  return pairs;
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
export function lines(head: string): Pair[] {
  return head.split('\r\n').map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}
