// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded, report } from '../guard.ts';
import type { ExchangeListener } from './exchange.ts';
import {
  type Method,
  type OriginalCall,
  patchMethod,
  type Undo,
} from './patch-method.ts';

/**
 * The boundary between this package and the application: all our code that runs inside an application's call runs in a
 * function that this file creates. The function reports the exceptions of our code and does not rethrow them.
 */

/** Defines a non-enumerable own property on one object. Does nothing if the object is frozen. */
export function overrideOwn(
  target: object,
  key: PropertyKey,
  value: unknown
): boolean {
  return Reflect.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: Object.prototype.propertyIsEnumerable.call(target, key),
    configurable: true,
  });
}

/** How our code handles one call of the application. */
export interface Passage {
  /** Makes the original call, once, in the context that belongs to it. Without it, the call is made as it is. */
  enter?(...call: OriginalCall): unknown;
  /** Called when the original returned; the application gets the result of this. */
  returned?(result: unknown): unknown;
  /** Called when the original threw; the application gets that error. */
  threw?(error: unknown): void;
}

/** Runs one call through our code, for any receiver and arguments. */
export type Through = (self: unknown, args: unknown[]) => unknown;

/** Creates the guarded way to `original`: asks `decide` how to handle each call; `undefined` means: do nothing. */
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
      result =
        passage.enter === undefined
          ? original.apply(self, args)
          : passage.enter(original, self, args);
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

/** Creates the function that replaces `original` and calls it through a {@link guardedWay}. */
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
 * Calls `before` for each call of a method, and then the original.
 *
 * @param state is passed to `before`, so that one function can serve all targets.
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

/** Like {@link tapMethod}, optimised for methods that are called for each read; they take at most two parameters. */
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

/** Calls `before` for each call of a class's method, on every instance, and then the original. */
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

/** Like {@link tapClass}, optimised for methods that are called for each read; they take one parameter. */
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

/**
 * The value in the asynchronous context of a call; layers of the same call find the same one. A keep-alive socket keeps the
 * context of the call that opened it, so the value stays small: it drops the tap when the call has ended.
 */
export interface Slot {
  tap: object | undefined;
}

export const slots = new AsyncLocalStorage<Slot>();

/** Makes the original call exactly once, in a slot and in the listener's context. Its outcome is returned, whatever the listener does. */
export function runInSlot(
  slot: Slot,
  listener: ExchangeListener | undefined,
  ...call: OriginalCall
): unknown {
  const once: SlotCall = { slot, call, made: false, failed: false };
  if (listener !== undefined) {
    next = once;
    try {
      listener.context(runNext);
    } catch (error) {
      report('context', error);
    }
  }
  run(once);
  if (once.failed) throw once.outcome;
  return once.outcome;
}

interface SlotCall {
  readonly slot: Slot;
  readonly call: OriginalCall;
  made: boolean;
  failed: boolean;
  outcome?: unknown;
}

/** The call that a context manager or `run` makes at once. It is no argument, because some wrappers of them pass none on. */
let next: SlotCall | undefined;

function takeNext(): SlotCall | undefined {
  const call = next;
  next = undefined;
  return call;
}

const runNext = (): void => run(takeNext());
const makeNext = (): void => make(takeNext());

function run(once: SlotCall | undefined): void {
  if (once === undefined || once.made) return;
  next = once;
  try {
    slots.run(once.slot, makeNext);
  } catch (error) {
    report('slot', error);
  }
  make(once);
}

function make(once: SlotCall | undefined): void {
  if (once === undefined || once.made) return;
  once.made = true;
  const [original, self, args] = once.call;
  try {
    once.outcome = original.apply(self, args);
  } catch (error) {
    once.failed = true;
    once.outcome = error;
  }
}
