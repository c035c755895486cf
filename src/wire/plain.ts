// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';

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

/**
 * Like {@link plainMembers}, for options that a platform function copies before it reads them: members that are inherited
 * or not enumerable are not copied.
 */
export function copiedMembers<Name extends string>(
  object: object | undefined,
  names: readonly Name[]
): Members<Name> | undefined {
  const members: Members<Name> = {};
  if (object === undefined) return members;
  if (types.isProxy(object)) return undefined;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as Name;
    const found = Object.getOwnPropertyDescriptor(object, name);
    if (found?.enumerable !== true) continue;
    if (!('value' in found)) return undefined;
    if (found.value !== undefined) members[name] = found.value as unknown;
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
