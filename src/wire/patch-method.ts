// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';

/** Removes one patch. A wrapper that was put on top later stays, and our function below it only passes calls through. */
export type Undo = () => void;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of any arity
export type Method = (this: any, ...args: any[]) => unknown;

/** A call of the application to an original function. */
export type OriginalCall = [original: Method, self: unknown, args: unknown[]];

/**
 * Replaces a method through its property descriptor. Copies name, length and all own properties of the original function,
 * with string and symbol keys. Does nothing if the target is frozen.
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
    // A function that is no constructor has no `prototype`; a constructor keeps its own.
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
