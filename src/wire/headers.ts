// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from './exchange.ts';

/**
 * Reads headers in any of the forms in which clients hand them over: a `Headers` object, a record, an array or a map of
 * pairs, or a flat array of names and values, of strings or of bytes. What can be gone through but once, as a generator,
 * is the client's: there are no headers to be had then.
 */
export function headerReader(headers: unknown): HeaderReader {
  if (typeof headers !== 'object' || headers === null) return () => undefined;
  if (isHeaders(headers)) {
    return name => {
      const value = headers.get(name);
      return value == null ? undefined : text(value);
    };
  }
  // Many are asked for, and most are not there: the names are read once.
  let byName: Map<string, unknown> | undefined;
  return name => {
    byName ??= namesOf(headers);
    const value = byName.get(name);
    return value === undefined ? undefined : text(value);
  };
}

/** By lower-case name; of a repeated header the first one that has a value counts. */
function namesOf(headers: object): Map<string, unknown> {
  const byName = new Map<string, unknown>();
  for (const [key, value] of pairs(headers)) {
    const name = text(key).toLowerCase();
    if (value != null && !byName.has(name)) byName.set(name, value);
  }
  return byName;
}

/** A `Headers` object, of whichever copy of undici or polyfill. */
function isHeaders(headers: object): headers is { get(name: string): unknown } {
  return 'get' in headers && typeof headers.get === 'function';
}

function* pairs(headers: object): Generator<[unknown, unknown]> {
  if (headers instanceof Map) {
    yield* headers as Map<unknown, unknown>;
    return;
  }
  if (!Array.isArray(headers)) {
    if (!(Symbol.iterator in headers)) yield* Object.entries(headers);
    return;
  }
  let name: unknown;
  let flat = false;
  for (const item of headers as readonly unknown[]) {
    if (flat) {
      yield [name, item];
      flat = false;
    } else if (isPair(item)) {
      yield [item[0], item[1]];
    } else {
      name = item;
      flat = true;
    }
  }
}

function isPair(item: unknown): item is [unknown, unknown] {
  return Array.isArray(item) && item.length === 2;
}

/** Header names and values are latin1 on the wire; of a repeated header the first one counts. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  if (Array.isArray(value)) return text(value[0]);
  return String(value);
}
