// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { guarded, report } from '../guard.ts';

/**
 * The boundary between us and the application: everything of ours that runs inside one of its calls runs in a function
 * that this file makes, and what it throws is reported and goes no further.
 */

/** Removes one patch. A function that somebody else has put on top stays, and ours below it passes calls through. */
export type Undo = () => void;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever arity
type Method = (this: any, ...args: any[]) => unknown;

/**
 * Replaces a method through its property descriptor and copies everything that the original function carries: name,
 * length, and its own properties with string and symbol keys. Frozen targets are left alone.
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
  for (const name of Reflect.ownKeys(original)) {
    // A function that is no constructor has no `prototype`, and one that is keeps its own.
    const descriptor = Object.getOwnPropertyDescriptor(original, name);
    if (descriptor) Reflect.defineProperty(replacement, name, descriptor);
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

const isEnumerable = Object.prototype.propertyIsEnumerable;

/** Gives one object an own property and leaves its `Object.keys` as they were. Frozen objects are left alone. */
export function overrideOwn(
  target: object,
  key: PropertyKey,
  value: unknown
): boolean {
  return Reflect.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: isEnumerable.call(target, key),
    configurable: true,
  });
}

/** How one call of the application's passes through us. */
export interface Passage {
  /** Runs the original call, once, in the context that belongs to it. */
  enter<T>(call: () => T): T;
  /** The original returned; what this gives goes to the application. */
  returned?(result: unknown): unknown;
  /** The original threw; the application gets that error. */
  threw?(error: unknown): void;
}

/** The way of one call through us, whoever is called and with what. */
export type Through = (self: unknown, args: unknown[]) => unknown;

/** Makes the way past us to `original`: asks `decide` what to do with each call, `undefined` for nothing. */
export function guardedWay<F extends Method>(
  where: string,
  original: F,
  decide: (self: unknown, args: unknown[]) => Passage | undefined
): Through {
  return (self, args) => {
    let passage: Passage | undefined;
    try {
      passage = decide(self, args);
    } catch (error) {
      report(where, error);
    }
    if (passage === undefined) return original.apply(self, args);
    let result: unknown;
    try {
      result = passage.enter(() => original.apply(self, args));
    } catch (error) {
      guarded(where, () => passage.threw?.(error));
      throw error;
    }
    if (passage.returned === undefined) return result;
    try {
      return passage.returned(result);
    } catch (error) {
      report(where, error);
      return result;
    }
  };
}

/** Makes the function that stands for `original`, with a {@link guardedWay} to it. */
export function guardCall<F extends Method>(
  where: string,
  original: F,
  decide: (self: unknown, args: unknown[]) => Passage | undefined
): F {
  const through = guardedWay(where, original, decide);
  return function (this: unknown, ...args: unknown[]): unknown {
    return through(this, args);
  } as F;
}

/**
 * Lets `before` see each call of a method, and then calls the original.
 *
 * @param state is passed to `before`, which then need not be a function of its own for each target.
 */
export function tapMethod<S = undefined>(
  target: object,
  key: string,
  before: (args: unknown[], state: S) => void,
  ...[state]: undefined extends S ? [] : [state: S]
): void {
  const original = (target as Record<string, unknown>)[key];
  if (typeof original !== 'function') return;
  overrideOwn(target, key, function (this: unknown, ...args: unknown[]) {
    try {
      before(args, state as S);
    } catch (error) {
      report(key, error);
    }
    return Reflect.apply(original, this, args) as unknown;
  });
}

/** {@link tapMethod} for what is called with each read: a method of at most two parameters. */
export function tapReads(
  target: object,
  key: string,
  before: (first: unknown, second: unknown) => void
): void {
  const original = (target as Record<string, unknown>)[key];
  if (typeof original !== 'function') return;
  overrideOwn(
    target,
    key,
    function (this: unknown, first: unknown, second: unknown): unknown {
      try {
        before(first, second);
      } catch (error) {
        report(key, error);
      }
      return original.call(this, first, second) as unknown;
    }
  );
}

/** Lets `before` see each call of a method of a class, on every instance, and then calls the original. */
export function tapClass(
  prototype: object,
  key: string,
  before: (self: object, args: unknown[]) => void
): Undo | undefined {
  return patchMethod<Method>(
    prototype,
    key,
    original =>
      function (this: object, ...args: unknown[]): unknown {
        try {
          before(this, args);
        } catch (error) {
          report(key, error);
        }
        return original.apply(this, args);
      }
  );
}

/** {@link tapClass} for what is called with each read: a method of one parameter. */
export function tapClassReads(
  prototype: object,
  key: string,
  before: (self: object, first: unknown) => void
): Undo | undefined {
  return patchMethod<Method>(
    prototype,
    key,
    original =>
      function (this: object, first: unknown): unknown {
        try {
          before(this, first);
        } catch (error) {
          report(key, error);
        }
        return original.call(this, first);
      }
  );
}
