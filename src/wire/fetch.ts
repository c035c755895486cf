// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';
import { headerReader } from './headers.ts';
import { currentTap, type Tap } from './once.ts';
import { patchMethod, type Undo } from './patch.ts';
import { openTap, wanted, type Watch } from './watch.ts';

type Fetch = (this: unknown, input: unknown, init?: unknown) => unknown;

interface RequestInitLike {
  method?: unknown;
  body?: unknown;
  headers?: unknown;
  signal?: unknown;
  dispatcher?: unknown;
}

/**
 * Watches the global `fetch`: begins the exchange with what the caller gave, so that the span knows the model when it
 * is sampled. The bytes are seen further down, by undici.ts; the response is not touched here.
 */
export function watchFetch(
  watch: Watch,
  sightDispatcher: (dispatcher: unknown) => void
): Undo | undefined {
  return patchMethod<Fetch>(globalThis, 'fetch', original => {
    const watched = function (
      this: unknown,
      args: [input: unknown, init?: unknown]
    ): unknown {
      let tap: Tap | undefined;
      try {
        tap = begin(watch, args[0], args[1]);
        if (tap !== undefined) {
          sightDispatcher((args[1] as RequestInitLike | undefined)?.dispatcher);
        }
      } catch (error) {
        report('fetch', error);
      }
      return tap === undefined
        ? original.apply(this, args)
        : follow(tap, () => original.apply(this, args));
    };
    return likeOriginal(original, watched);
  });
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

function begin(watch: Watch, input: unknown, init: unknown): Tap | undefined {
  if (!watch.active) return undefined;
  const options = (init ?? {}) as RequestInitLike;
  const request = requestLike(input);
  const method = options.method ?? request?.method ?? 'GET';
  if (typeof method !== 'string') return undefined;
  const target = request === undefined ? input : request.url;
  const whole = target instanceof URL ? target.href : target;
  const upper = method.toUpperCase();
  if (typeof whole !== 'string') return undefined;
  const [href = ''] = whole.split('#', 1);
  if (!wanted(watch, upper, href)) return undefined;
  const url = new URL(href);
  const current = currentTap();
  // Another layer of ours lies above this one, with somebody else's between.
  if (
    current?.awaitsTransport === true &&
    current.accepts(upper, url.origin, url.pathname + url.search)
  ) {
    return undefined;
  }
  const body = init === undefined ? undefined : options.body;
  const known =
    typeof body === 'string' || body instanceof Uint8Array ? body : undefined;
  const header = headerReader(options.headers ?? request?.headers);
  const tap = openTap(watch, {
    method: upper,
    url,
    transport: 'fetch',
    body: known,
    header,
  });
  if (tap !== undefined) {
    tap.signal = (options.signal ?? request?.signal) as AbortSignal | undefined;
  }
  return tap;
}

interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: unknown;
  readonly signal: unknown;
}

/** A `Request`, of whichever copy of undici; looking for the class itself would load undici at startup. */
function requestLike(input: unknown): RequestLike | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  return 'url' in input && 'method' in input
    ? (input as RequestLike)
    : undefined;
}

function follow(tap: Tap, call: () => unknown): unknown {
  let promise: unknown;
  try {
    promise = tap.run(call);
  } catch (error) {
    tap.failOutside(error);
    throw error;
  }
  // The usual way: undici took the call over within `call`, and the promise is passed on untouched, for a side branch
  // on it would swallow an unhandled rejection.
  if (tap.bound || tap.ended || !(promise instanceof Promise)) {
    if (!(promise instanceof Promise)) tap.settleUnwatched(promise);
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
