// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import type { HeaderReader } from './exchange.ts';
import { isGenuine } from './plain.ts';

type Pair = readonly [name: unknown, value: unknown];

export const noHeaders: HeaderReader = () => undefined;

/**
 * Reads the headers that the application gave, in each form that clients take: a `Headers` object, a record, a map, an
 * array of pairs, or a flat array of names and values. `undefined` if that could run application code (a getter, a proxy,
 * an iterator, a value that converts to text): only the transport may read those, and once.
 */
export function givenHeaders(headers: unknown): HeaderReader | undefined {
  if (typeof headers !== 'object' || headers === null) return noHeaders;
  if (types.isProxy(headers)) return undefined;
  if (isGenuine(headers, 'Headers')) return headersReader(headers as Headers);
  const pairs = givenPairs(headers);
  return pairs?.every(isPlainPair) ? pairsReader(() => pairs) : undefined;
}

/** Reads headers that a transport has built: a record, a flat array of text or bytes, or the lines of the message. */
export function builtHeaders(headers: unknown): HeaderReader {
  if (typeof headers === 'string') return pairsReader(() => lines(headers));
  if (typeof headers !== 'object' || headers === null) return noHeaders;
  if (!Array.isArray(headers) && 'get' in headers) {
    return headersReader(headers as unknown as Headers);
  }
  return Array.isArray(headers)
    ? flatReader(headers)
    : pairsReader(() => Object.entries(headers));
}

/**
 * The headers of a request. Until the transport has built the request, these are the given headers, as far as they can be
 * read; from then on, they include headers behind getters and headers that were set later.
 */
export class LiveHeaders {
  built: HeaderReader | undefined = undefined;
  readonly header: HeaderReader;

  constructor(given: HeaderReader | undefined) {
    this.header = name => this.built?.(name) ?? given?.(name);
  }
}

function headersReader(headers: Headers): HeaderReader {
  return name => text(headers.get(name));
}

/** Indexes the pairs once, because many names are read and most are missing. Of a repeated header, the first value is used. */
function pairsReader(pairs: () => readonly Pair[]): HeaderReader {
  let byName: Map<string, unknown> | undefined;
  return wanted => {
    byName ??= namedPairs(pairs());
    return text(byName.get(wanted));
  };
}

/** Like {@link pairsReader}, for headers as undici parses them: a flat array of names and values. */
function flatReader(headers: readonly unknown[]): HeaderReader {
  let byName: Map<string, unknown> | undefined;
  return wanted => {
    if (byName === undefined) {
      byName = new Map();
      for (let index = 0; index < headers.length; index += 2) {
        const key = headers[index];
        if (Array.isArray(key)) {
          byName = namedPairs(arrayPairs(headers));
          break;
        }
        addNamed(byName, key, headers[index + 1]);
      }
    }
    return text(byName.get(wanted));
  };
}

function namedPairs(pairs: readonly Pair[]): Map<string, unknown> {
  const byName = new Map<string, unknown>();
  for (const [key, value] of pairs) addNamed(byName, key, value);
  return byName;
}

function addNamed(
  byName: Map<string, unknown>,
  key: unknown,
  value: unknown
): void {
  const name = text(key)?.toLowerCase() ?? '';
  if (value != null && !byName.has(name)) byName.set(name, value);
}

function givenPairs(headers: object): readonly Pair[] | undefined {
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

function arrayPairs(headers: readonly unknown[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 0; index < headers.length; index++) {
    const item = headers[index];
    if (Array.isArray(item) && item.length === 2)
      pairs.push([item[0], item[1]]);
    else pairs.push([item, headers[++index]]);
  }
  return pairs;
}

function lines(head: string): Pair[] {
  return head.split('\r\n').map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

function isPlainPair([name, value]: Pair): boolean {
  return isPlainValue(name) && isPlainValue(value);
}

function isPlainValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (types.isProxy(value)) return false;
  return Array.isArray(value)
    ? value.every(each => typeof each !== 'object')
    : value instanceof Uint8Array;
}

/** Header names and values are latin1 on the wire. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return Array.isArray(value) ? text(value[0]) : undefined;
}
