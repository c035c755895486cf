// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../../guard.ts';
import { currentTap, type Tap } from '../tap.ts';
import { linkTap, tapHandler, tapOf } from './callbacks.ts';
import {
  type DispatchOptions,
  isObject,
  openUndici,
  pathOf,
  targetUrl,
} from './target.ts';
import { wanted, type Watch } from '../watch.ts';

export type Dispatch = (this: unknown, ...args: unknown[]) => unknown;

/** The call whose `dispatch()` is running: agents dispatch to pools, and pools to clients, within it. */
let dispatching: Tap | undefined;

/** The handler seen here belongs to the call that runs, whatever is queued below. */
export function wrapDispatch(watch: Watch, original: Dispatch): Dispatch {
  return function dispatch(this: unknown, ...args: unknown[]): unknown {
    let tap: Tap | undefined;
    try {
      if (watch.active) tap = tapForDispatch(watch, this, args[0], args[1]);
    } catch (error) {
      report('dispatch', error);
    }
    if (tap === undefined) return original.apply(this, args);
    const outer = dispatching;
    dispatching = tap;
    try {
      return currentTap() === tap
        ? original.apply(this, args)
        : tap.run(() => original.apply(this, args));
    } catch (error) {
      // Undici itself tells its handler; a dispatcher of the application's may throw.
      tap.error(args[1] as object, error);
      throw error;
    } finally {
      dispatching = outer;
    }
  };
}

/** The tap in whose context a dispatch is to run; `undefined` where it already does, or is not ours. */
function tapForDispatch(
  watch: Watch,
  dispatcher: unknown,
  options: unknown,
  handler: unknown
): Tap | undefined {
  if (!isObject(options) || !isObject(handler)) return undefined;
  const { method, path } = options as DispatchOptions;
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;

  if (dispatching !== undefined && !dispatching.ended) {
    linkTap(handler, dispatching);
    return undefined;
  }
  const linked = tapOf(handler);
  // A pool hands a queued call on from the context of whichever call was done, and a redirect is followed later.
  if (linked !== undefined && !linked.ended && linked.awaitsRequest) {
    return linked;
  }
  const current = currentTap();
  if (current === undefined && !wanted(watch, method, path)) return undefined;
  const url = targetUrl(dispatcher, options);
  if (url === undefined) return undefined;
  if (
    current?.awaitsRequest === true &&
    current.accepts(method, url.origin, pathOf(url))
  ) {
    current.expect(method, url.origin, pathOf(url));
    tapHandler(handler, current);
    return current;
  }
  if (!wanted(watch, method, path)) return undefined;
  const tap = openUndici(watch, url, method, options);
  if (tap !== undefined) tapHandler(handler, tap);
  return tap;
}
