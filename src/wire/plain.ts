// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';

/** Stands for a member whose value cannot be had without running code of the application's. */
export const HIDDEN: unique symbol = Symbol('hidden');

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Reads one member of an object of the application's where that runs nothing of the application's: fetch, undici and
 * node:http ask proxies and getters once, and so the application would notice us.
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

/** Reads several members; `undefined` when one of them is hidden. What is no object has none. */
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

/** An instance of a class of the platform with this tag, and of nothing that only looks like it or extends it. */
export function isGenuine(value: object, tag: string): boolean {
  if (types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!isObject(prototype)) return false;
  const found = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag);
  return found?.value === tag;
}
