// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';

/** What is to be known of a call of `fetch` before it is made. */
export interface FetchArguments {
  /** Upper case. */
  readonly method: string;
  /** Without the fragment, which is not sent. */
  readonly href: string;
  readonly headers: unknown;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
  /** `undefined` where the global one is used. */
  readonly dispatcher: unknown;
}

/**
 * Reads the arguments of `fetch` where that runs nothing of the application's. A proxy, a getter, an object that turns
 * into the address: fetch asks them once, and so would notice us. `undefined`, then: undici knows, one step later.
 *
 * @param wanted asked first: most calls are not ours, and nothing more of them is looked at.
 */
export function fetchArguments(
  input: unknown,
  init: unknown,
  wanted: (method: string, href: string) => boolean
): FetchArguments | undefined {
  const request = genuineRequest(input);
  const target = request?.url ?? addressOf(input);
  if (target === undefined) return undefined;
  const fragment = target.indexOf('#');
  const href = fragment === -1 ? target : target.slice(0, fragment);
  const given = membersOf(init, ['method']);
  const method = given && (given.method ?? request?.method ?? 'GET');
  if (typeof method !== 'string' || !wanted(method.toUpperCase(), href)) {
    return undefined;
  }
  const more = membersOf(init, ['headers', 'body', 'signal', 'dispatcher']);
  return (
    more && {
      method: method.toUpperCase(),
      href,
      headers: more.headers ?? request?.headers,
      body: more.body,
      signal: (more.signal ?? request?.signal) as AbortSignal | undefined,
      dispatcher: more.dispatcher,
    }
  );
}

function addressOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  return !types.isProxy(input) && isOf(input, URL.prototype)
    ? (input as URL).href
    : undefined;
}

/** A `Request` and nothing that only looks like it: to look for the class itself would load undici at startup. */
function genuineRequest(input: unknown): Request | undefined {
  if (typeof input !== 'object' || input === null || types.isProxy(input)) {
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(input);
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  const tag = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag);
  return tag?.value === 'Request' ? (input as Request) : undefined;
}

function isOf(value: unknown, prototype: object): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === prototype
  );
}

type Members<Name extends string> = Partial<Record<Name, unknown>>;

/** Members of the options that are plain values; `undefined` when one of them is not. */
function membersOf<Name extends string>(
  init: unknown,
  names: readonly Name[]
): Members<Name> | undefined {
  const members: Members<Name> = {};
  if (init === undefined || init === null) return members;
  if (typeof init !== 'object' || types.isProxy(init)) return undefined;
  for (const name of names) {
    const found = findProperty(init, name);
    if (found === undefined) continue;
    if (!('value' in found)) return undefined;
    members[name] = found.value as unknown;
  }
  return members;
}

function findProperty(
  object: object,
  name: string
): PropertyDescriptor | undefined {
  for (
    let holder: object | null = object;
    holder !== null && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    // A proxy further up is asked as well: a getter that nobody can look behind.
    if (types.isProxy(holder)) return { get: () => undefined };
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
