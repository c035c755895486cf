// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../../guard.ts';
import { fetchArguments } from './arguments.ts';
import { headerReader } from '../headers.ts';
import { currentTap, type Tap } from '../tap.ts';
import { patchMethod, type Undo } from '../patch.ts';
import { endWhenGivenUp } from '../node-http/unsent.ts';
import { openTap, wanted, type Watch } from '../watch.ts';

type Fetch = (this: unknown, input: unknown, init?: unknown) => unknown;

/**
 * Watches the global `fetch`: begins the exchange with what the caller gave, so that the span knows the model when it
 * is sampled. The bytes are seen further down, by undici.ts; the response is not touched here.
 */
export function watchFetch(
  watch: Watch,
  sightDispatcher: (dispatcher: unknown) => boolean
): Undo | undefined {
  return patchMethod<Fetch>(globalThis, 'fetch', original => {
    const native = isNative(original);
    const watched = function (
      this: unknown,
      args: [input: unknown, init?: unknown]
    ): unknown {
      let opened: Opened | undefined;
      try {
        opened = open(watch, args[0], args[1]);
      } catch (error) {
        report('fetch', error);
      }
      if (opened === undefined) return original.apply(this, args);
      const { tap, dispatcher } = opened;
      const sight = (): boolean => sightDispatcher(dispatcher);
      sight();
      const promise = called(tap, () => original.apply(this, args));
      // The usual way: undici took the call over, and the promise is passed on untouched.
      if (tap.bound || tap.ended) {
        endWhenGivenUp(tap);
        return promise;
      }
      // It would have done so by now, unless fetch refused the call or somebody else stands between.
      if (native && sight()) tap.refused();
      else return followed(tap, promise);
      return promise;
    };
    return likeOriginal(original, watched);
  });
}

/** Node's own function loads undici; nobody else can. */
function isNative(fetch: Fetch): boolean {
  return Function.prototype.toString
    .call(fetch)
    .includes("require('internal/deps/undici/undici')");
}

/** Native fetch can be called with `new` in some versions of Node and cannot in others; whichever it is, so is ours. */
function likeOriginal(
  original: Fetch,
  watched: (this: unknown, args: [input: unknown, init?: unknown]) => unknown
): Fetch {
  if (!Object.hasOwn(original, 'prototype')) {
    return {
      fetch(this: unknown, ...args: [input: unknown, init?: unknown]) {
        return watched.call(this, args);
      },
    }.fetch;
  }
  return function fetch(
    this: unknown,
    ...args: [input: unknown, init?: unknown]
  ): unknown {
    return new.target === undefined
      ? watched.call(this, args)
      : (Reflect.construct(original, args) as unknown);
  };
}

interface Opened {
  readonly tap: Tap;
  readonly dispatcher: unknown;
}

function open(watch: Watch, input: unknown, init: unknown): Opened | undefined {
  if (!watch.active) return undefined;
  const given = fetchArguments(input, init, (method, href) =>
    wanted(watch, method, href)
  );
  if (given === undefined || !URL.canParse(given.href)) return undefined;
  const { method, body, signal, dispatcher } = given;
  const url = new URL(given.href);
  // What else fetch can load is not asked of anybody.
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const current = currentTap();
  // Another layer of ours lies above this one, with somebody else's between.
  if (
    current?.awaitsTransport === true &&
    current.accepts(method, url.origin, url.pathname + url.search)
  ) {
    return undefined;
  }
  const tap = openTap(watch, {
    method,
    url,
    transport: 'fetch',
    body:
      typeof body === 'string' || body instanceof Uint8Array ? body : undefined,
    header: headerReader(given.headers),
  });
  if (tap === undefined) return undefined;
  tap.signal = signal;
  return { tap, dispatcher };
}

function called(tap: Tap, call: () => unknown): unknown {
  try {
    return tap.run(call);
  } catch (error) {
    tap.failOutside(error);
    throw error;
  }
}

/**
 * A fetch that somebody replaced, or a dispatcher that cannot be patched: what becomes of the call is known by its
 * promise alone. The one that is given back is settled a microtask later; a side branch would swallow a rejection that
 * nobody handles.
 */
function followed(tap: Tap, promise: unknown): unknown {
  if (!(promise instanceof Promise)) {
    tap.settleUnwatched(promise);
    return promise;
  }
  return promise.then(
    response => {
      tap.settleUnwatched(response);
      return response as unknown;
    },
    (error: unknown) => {
      tap.failOutside(error);
      throw error;
    }
  );
}
