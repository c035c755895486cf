// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import { report } from '../../guard.ts';
import { givenHeaders, LiveHeaders, noHeaders } from '../headers.ts';
import {
  guardedWay,
  type Passage,
  patchMethod,
  type Through,
  type Undo,
} from '../patch.ts';
import { isGenuine, isObject, plainMembers } from '../plain.ts';
import { currentTap, type Tap } from '../tap.ts';
import { parseOften } from '../url.ts';
import { openTap, type Watch } from '../watch.ts';
import { fetchArguments } from './arguments.ts';
import { endWhenGivenUp } from './unsent.ts';

type Fetch = (this: unknown, ...args: unknown[]) => unknown;

/** Watches a dispatcher. @returns whether its dispatches are seen synchronously. */
type Sight = (dispatcher: unknown) => boolean;

/**
 * Watches the global `fetch`: begins the exchange with the caller's arguments, so that the model is known when the span
 * is sampled. The bytes are observed in ../undici; the response is not touched here.
 */
export function watchFetch(watch: Watch, sight: Sight): Undo | undefined {
  return patchFetch(watch, sight, globalThis, isNative);
}

/**
 * Watches the `fetch` of a copy of npm undici, in the module that implements it. Its redirects begin outside the context
 * of the dispatch, so without this, each hop would be a call of its own.
 */
export function watchFetchModule(
  watch: Watch,
  sight: Sight,
  exports: object
): Undo | undefined {
  return patchFetch(watch, sight, exports, () => true);
}

/** @param dispatchesAtOnce whether `fetch` dispatches before it returns, unless it refuses the request */
function patchFetch(
  watch: Watch,
  sight: Sight,
  holder: object,
  dispatchesAtOnce: (fetch: Fetch) => boolean
): Undo | undefined {
  return patchMethod<Fetch>(holder, 'fetch', original => {
    const native = dispatchesAtOnce(original);
    const through = guardedWay('fetch', original, (_, args) =>
      watch.active ? decide(watch, args[0], args[1], native, sight) : undefined
    );
    return likeOriginal(original, through);
  });
}

/** Only Node's own function loads the bundled undici. */
function isNative(fetch: Fetch): boolean {
  return Function.prototype.toString
    .call(fetch)
    .includes("require('internal/deps/undici/undici')");
}

/** Native fetch can be called with `new` in some versions of Node only. The wrapper behaves like the native function. */
function likeOriginal(original: Fetch, through: Through): Fetch {
  if (!Object.hasOwn(original, 'prototype')) {
    return {
      fetch(this: unknown, ...args: unknown[]) {
        return through(this, args);
      },
    }.fetch;
  }
  return function fetch(this: unknown, ...args: unknown[]): unknown {
    return new.target === undefined
      ? through(this, args)
      : (Reflect.construct(original, args) as unknown);
  };
}

function decide(
  watch: Watch,
  input: unknown,
  init: unknown,
  native: boolean,
  sight: Sight
): Passage | undefined {
  const given = fetchArguments(watch, input, init);
  if (given === undefined) return undefined;
  const { method, header, body, signal, dispatcher } = given;
  const url = parseOften(given.href);
  // fetch sends no request for other schemes, such as data: and blob:.
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  const text =
    typeof body === 'string' || body instanceof Uint8Array ? body : undefined;
  const outer = currentTap();
  if (outer !== undefined) {
    const { origin, pathname, search } = url;
    const path = pathname + search;
    const candidate = { method, origin, path, body: text, wanted: () => true };
    // Another wrapper of ours is above this one, with third-party code in between.
    if (outer.takes(candidate)) return undefined;
  }
  const live = header === undefined ? new LiveHeaders(undefined) : undefined;
  const tap = openTap(
    watch,
    {
      method,
      url,
      transport: 'fetch',
      body: text,
      header: header ?? (live as LiveHeaders).header,
    },
    signal,
    live
  );
  sight(dispatcher);
  if (tap.refused) return { enter: call => tap.run(call) };
  tap.followsRedirects = given.followsRedirects;
  return new FetchCall(tap, native, sight, dispatcher);
}

class FetchCall implements Passage {
  private readonly tap: Tap;
  private readonly native: boolean;
  private readonly sight: Sight;
  private readonly dispatcher: unknown;

  constructor(tap: Tap, native: boolean, sight: Sight, dispatcher: unknown) {
    this.tap = tap;
    this.native = native;
    this.sight = sight;
    this.dispatcher = dispatcher;
  }

  enter<T>(call: () => T): T {
    return this.tap.run(call);
  }

  threw(error: unknown): void {
    this.tap.failOutside(error);
  }

  returned(promise: unknown): unknown {
    const { tap } = this;
    // Usual case: undici took over the call, and the promise is returned untouched.
    if (tap.bound || tap.over) {
      if (tap.signal !== undefined) endWhenGivenUp(tap);
    }
    // Undici would have taken over by now, unless fetch refused the call or third-party code is in between.
    else if (this.native && this.sight(this.dispatcher)) {
      tap.failOutside(new TypeError('fetch refused the request'));
    } else return followed(tap, promise);
    return promise;
  }
}

/**
 * For a replaced fetch, or a dispatcher that cannot be patched: the outcome of the call is known only from its promise.
 * The returned promise settles a microtask later; a separate branch would hide an unhandled rejection.
 */
function followed(tap: Tap, promise: unknown): unknown {
  // An instance from any realm.
  if (!types.isPromise(promise)) {
    settle(tap, promise);
    return promise;
  }
  return promise.then(
    response => {
      settle(tap, response);
      return response;
    },
    (error: unknown) => {
      try {
        tap.failOutside(error);
      } catch (failure) {
        report('fetch', failure);
      }
      throw error;
    }
  );
}

function settle(tap: Tap, response: unknown): void {
  try {
    tap.settleUnwatched(headOf(response));
  } catch (error) {
    report('fetch', error);
  }
}

/** Reads the head of a `Response`, or of the object that a replaced fetch returns. */
function headOf(response: unknown): Parameters<Tap['settleUnwatched']>[0] {
  if (!isObject(response)) return undefined;
  const { status, headers } = isGenuine(response, 'Response')
    ? (response as { status?: unknown; headers?: unknown })
    : (plainMembers(response, ['status', 'headers']) ?? {});
  return typeof status === 'number'
    ? { status, header: givenHeaders(headers) ?? noHeaders }
    : undefined;
}
