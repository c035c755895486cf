// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import type { HeaderReader } from './exchange.ts';
import { arrayPairs, linePairs, mapPairs, type Pair } from './headers/forms.ts';

/**
 * Reads objects of the application and of its transports without running code of the application: no getter, no proxy, no
 * iterator, no conversion to text.
 */

/** Marks a member whose value cannot be read without running application code. */
export const HIDDEN: unique symbol = Symbol('hidden');

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Reads one member of an application's object if that runs no application code. Fetch, undici and node:http read proxies
 * and getters once, so the application would notice a second read.
 */
export function plainMember(object: object, name: PropertyKey): unknown {
  for (
    let holder: object | null = object;
    holder !== null && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    if (types.isProxy(holder)) return HIDDEN;
    if (!Object.hasOwn(holder, name)) continue;
    const found = Object.getOwnPropertyDescriptor(holder, name);
    return found !== undefined && 'value' in found
      ? (found.value as unknown)
      : HIDDEN;
  }
  return undefined;
}

type Members<Name extends string> = Partial<Record<Name, unknown>>;

/** Reads several members; `undefined` if one of them is hidden. A value that is no object has no members. */
export function plainMembers<Name extends string>(
  object: unknown,
  names: readonly Name[]
): Members<Name> | undefined {
  const members: Members<Name> = {};
  if (object === undefined || object === null) return members;
  if (typeof object !== 'object') return undefined;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as Name;
    const value = plainMember(object, name);
    if (value === HIDDEN) return undefined;
    if (value !== undefined) members[name] = value;
  }
  return members;
}

/** Whether the value is a direct instance of the platform class with this tag; lookalikes and subclasses are not. */
export function isGenuine(value: object, tag: string): boolean {
  if (types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!isObject(prototype)) return false;
  const found = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag);
  return found?.value === tag;
}

export const noHeaders: HeaderReader = { get: () => undefined };

/**
 * Reads the headers that the application gave, in each form that clients take: a `Headers` object, a record, a map, an
 * array of pairs, or a flat array of names and values. `undefined` if that could run application code: only the
 * transport may do so, and once.
 */
export function givenHeaders(headers: unknown): HeaderReader | undefined {
  if (typeof headers !== 'object' || headers === null) return noHeaders;
  if (types.isProxy(headers)) return undefined;
  if (isGenuine(headers, 'Headers')) return new WebHeaders(headers as Headers);
  const pairs = givenPairs(headers);
  return pairs?.every(isPlainPair)
    ? new IndexedHeaders(pairs, byName)
    : undefined;
}

function givenPairs(headers: object): readonly Pair[] | undefined {
  if (Array.isArray(headers)) return arrayPairs(headers);
  if (types.isMap(headers)) return mapPairs(headers);
  if (Symbol.iterator in headers) return undefined;
  const pairs: Pair[] = [];
  for (const name of Object.keys(headers)) {
    const found = Object.getOwnPropertyDescriptor(headers, name);
    if (found === undefined || !('value' in found)) return undefined;
    pairs.push([name, found.value]);
  }
  return pairs;
}

/** Reads headers that a transport has built: a record, a flat array of text or bytes, or the lines of the message. */
export function builtHeaders(headers: unknown): HeaderReader {
  if (typeof headers === 'string') {
    return new IndexedHeaders(headers, lineByName);
  }
  if (typeof headers !== 'object' || headers === null) return noHeaders;
  if (Array.isArray(headers)) return new FlatHeaders(headers);
  return 'get' in headers
    ? new WebHeaders(headers as unknown as Headers)
    : new IndexedHeaders(headers, memberByName);
}

export class WebHeaders implements HeaderReader {
  readonly headers: Headers;

  constructor(headers: Headers) {
    this.headers = headers;
  }

  get(name: string): string | undefined {
    return text(this.headers.get(name));
  }
}

class FlatHeaders implements HeaderReader {
  readonly #headers: readonly unknown[];

  constructor(headers: readonly unknown[]) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    return text(itemNamed(this.#headers, name));
  }
}

/** Indexes the headers at the first read, and once, because many names are read and most are missing. */
class IndexedHeaders<Form> implements HeaderReader {
  readonly #headers: Form;
  readonly #index: (headers: Form) => Map<string, unknown>;
  #values: Map<string, unknown> | undefined;

  constructor(headers: Form, index: (headers: Form) => Map<string, unknown>) {
    this.#headers = headers;
    this.#index = index;
  }

  get(name: string): string | undefined {
    this.#values ??= this.#index(this.#headers);
    return text(this.#values.get(name));
  }
}

function byName(pairs: readonly Pair[]): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, value] of pairs) addNamed(values, name, value);
  return values;
}

function lineByName(head: string): Map<string, unknown> {
  return byName(linePairs(head));
}

function memberByName(headers: object): Map<string, unknown> {
  return byName(Object.entries(headers));
}

/**
 * The value of a header in a flat array of names and values, as undici parses them, or in an array of pairs. Few names are
 * as long as the wanted one, so this is faster than an index.
 *
 * @param wanted in lower case
 */
export function itemNamed(
  headers: readonly unknown[],
  wanted: string
): unknown {
  for (let index = 0; index < headers.length; index++) {
    const item = headers[index];
    const isPair = Array.isArray(item);
    const value: unknown = isPair ? item[1] : headers[++index];
    if (value != null && isNamed(isPair ? item[0] : item, wanted)) return value;
  }
  return undefined;
}

/** Whether a text or bytes are this name, in any case. */
export function isNamed(name: unknown, wanted: string): boolean {
  if (typeof name === 'string') {
    return name.length === wanted.length && name.toLowerCase() === wanted;
  }
  if (!(name instanceof Uint8Array) || name.length !== wanted.length) {
    return false;
  }
  for (let index = 0; index < wanted.length; index++) {
    const letter = wanted.charCodeAt(index);
    const byte = name[index] as number;
    if (byte !== letter && byte + CASE !== letter) return false;
  }
  return true;
}

/** The distance from a capital letter to a small one. */
const CASE = 0x20;

/** Of a repeated header, the first value is used. */
function addNamed(
  values: Map<string, unknown>,
  key: unknown,
  value: unknown
): void {
  const name = text(key)?.toLowerCase() ?? '';
  if (value != null && !values.has(name)) values.set(name, value);
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
