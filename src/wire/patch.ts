// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';

/** Undoes one patch; what somebody else put on top of it since stays, and our layer under it passes through. */
export type Undo = () => void;

type Method = (this: unknown, ...args: never[]) => unknown;

/**
 * Replaces a method through its property descriptor, keeping the name, the length, and where and how the property
 * stands. Frozen targets stay as they are.
 */
export function patchMethod<F extends Method>(
  target: object,
  key: string,
  wrap: (original: F) => F
): Undo | undefined {
  const own = Object.getOwnPropertyDescriptor(target, key);
  const original = (target as Record<string, unknown>)[key];
  if (typeof original !== 'function') return undefined;
  const replacement = wrap(original as F);
  for (const [name, descriptor] of Object.entries(
    Object.getOwnPropertyDescriptors(original)
  )) {
    // A function that is no constructor has no `prototype`, and one that is keeps its own.
    Reflect.defineProperty(replacement, name, descriptor);
  }
  try {
    Object.defineProperty(target, key, {
      value: replacement,
      writable: true,
      enumerable: own?.enumerable ?? true,
      configurable: true,
    });
  } catch (error) {
    report(`patch ${key}`, error);
    return undefined;
  }
  return () => {
    if ((target as Record<string, unknown>)[key] !== replacement) return;
    if (own === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, own);
  };
}

/** Gives one object a property of its own, and leaves its `Object.keys` as they were. Frozen objects stay as they are. */
export function overrideOwn(
  target: object,
  key: PropertyKey,
  value: unknown
): boolean {
  return Reflect.defineProperty(target, key, {
    value,
    writable: true,
    enumerable:
      Object.getOwnPropertyDescriptor(target, key)?.enumerable ?? false,
    configurable: true,
  });
}

/**
 * Lets `before` see each call of a method on one object, and then calls what stood there. `before` must not throw.
 */
export function tapMethod(
  target: object,
  key: string,
  before: (args: unknown[]) => void
): void {
  const original = (target as Record<string, unknown>)[key];
  if (typeof original !== 'function') return;
  overrideOwn(target, key, function (this: unknown, ...args: unknown[]) {
    before(args);
    return Reflect.apply(original, this, args) as unknown;
  });
}

/** Who watches the wire of this process: one at a time, or every call would be seen twice. */
interface Registry {
  readonly owners: { activate(): void }[];
}

const REGISTRY = Symbol.for('opentelemetry-instrumentation-genai.registry.1');

/** Shared by every copy of this package in the process: CommonJS and ESM, and other versions. */
function registry(): Registry {
  const holder = globalThis as { [REGISTRY]?: Registry };
  return (holder[REGISTRY] ??= { owners: [] });
}

/** Takes a place in the line of watchers; the first one is active. */
export function claimWire(owner: { activate(): void }): void {
  const { owners } = registry();
  if (owners.includes(owner)) return;
  owners.push(owner);
  if (owners[0] === owner) owner.activate();
}

/** Leaves the line; the next one becomes active. */
export function releaseWire(owner: { activate(): void }): void {
  const { owners } = registry();
  const index = owners.indexOf(owner);
  if (index === -1) return;
  owners.splice(index, 1);
  if (index === 0) owners[0]?.activate();
}
