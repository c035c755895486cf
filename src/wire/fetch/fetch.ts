// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';
import { LiveHeaders } from '../headers/live-headers.ts';
import { wanted } from '../matching.ts';
import { guardedWay, type Passage, type Through } from '../patch.ts';
import { type OriginalCall, patchMethod, type Undo } from '../patch-method.ts';
import {
  givenHeaders,
  isGenuine,
  isObject,
  plainMembers,
} from '../safe-reads.ts';
import { currentTap, Tap } from '../tap.ts';
import { parseUrl } from '../url.ts';
import { NEWER_GLOBAL, OLDER_GLOBAL, type Watch } from '../watch.ts';
import { headerOfFetch, type HeaderPlaces } from './fetch-header.ts';
import { followed } from './followed.ts';
import { endWhenGivenUp } from './unsent.ts';

export type Fetch = (this: unknown, ...args: unknown[]) => unknown;

/** @param dispatchesAtOnce whether `fetch` dispatches before it returns, unless it refuses the request */
export function patchFetch(
  watch: Watch,
  holder: object,
  dispatchesAtOnce: (fetch: Fetch) => boolean
): Undo | undefined {
  return patchMethod<Fetch>(holder, 'fetch', original => {
    const native = dispatchesAtOnce(original);
    const through = guardedWay('fetch', original, (_, args) =>
      watch.active ? decide(watch, args[0], args[1], native) : undefined
    );
    return likeOriginal(original, through);
  });
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

/** Begins the exchange of a call; `undefined` if the call is not ours, or if undici will see it first. */
function decide(
  watch: Watch,
  input: unknown,
  init: unknown,
  native: boolean
): Passage | undefined {
  const given = fetchArguments(watch, input, init);
  if (given === undefined) return undefined;
  const { method, headers, body, signal, dispatcher } = given;
  const url = parseOften(given.href);
  // fetch sends no request for other schemes, such as data: and blob:.
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  const text =
    typeof body === 'string' || body instanceof Uint8Array ? body : undefined;
  const outer = currentTap();
  if (outer !== undefined) {
    const { origin, pathname, search } = url;
    const path = pathname + search;
    const asked = { headers: given.places, look: headerOfFetch };
    const candidate = { watch, method, origin, path, body: text, ...asked };
    // Another wrapper of ours is above this one, with third-party code in between.
    if (outer.takes(candidate)) return undefined;
  }
  const live = headers === undefined ? new LiveHeaders(undefined) : undefined;
  const tap = new Tap(
    watch,
    {
      method,
      url,
      transport: 'fetch',
      body: text,
      headers: headers ?? (live as LiveHeaders),
    },
    signal,
    live
  );
  watchDispatcher(watch, dispatcher);
  if (tap.refused) return { enter: (...call) => tap.run(...call) };
  tap.followsRedirects = given.followsRedirects;
  return new FetchCall(watch, tap, native, dispatcher);
}

/** A call that is ours. */
class FetchCall implements Passage {
  private readonly watch: Watch;
  private readonly tap: Tap;
  private readonly native: boolean;
  private readonly dispatcher: unknown;

  constructor(watch: Watch, tap: Tap, native: boolean, dispatcher: unknown) {
    this.watch = watch;
    this.tap = tap;
    this.native = native;
    this.dispatcher = dispatcher;
  }

  enter(...call: OriginalCall): unknown {
    return this.tap.run(...call);
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
    else if (this.native && watchDispatcher(this.watch, this.dispatcher)) {
      tap.failOutside(new TypeError('fetch refused the request'));
    } else return followed(tap, promise);
    return promise;
  }
}

/**
 * Watches the dispatcher of a call, unless it is watched already.
 *
 * @returns whether its dispatches are seen synchronously: not if it cannot be patched or is composed.
 */
function watchDispatcher({ undici }: Watch, dispatcher: unknown): boolean {
  // The wrapper of an npm copy outlives the watch of its dispatchers, because the copy holds it.
  if (undici === undefined) return false;
  if (dispatcher != null) return undici.watchOwner(dispatcher);
  const { newer, older, areSeen } = undici;
  const globals = globalThis as Record<symbol, unknown>;
  return newer === globals[NEWER_GLOBAL] && older === globals[OLDER_GLOBAL]
    ? areSeen
    : undici.watchGlobal();
}

/** Arguments of a call of `fetch`, read before the call. */
interface FetchArguments {
  /** Upper case. */
  readonly method: string;
  /** Without the fragment, which is not sent. */
  readonly href: string;
  readonly places: HeaderPlaces;
  /** `undefined` if reading them would run application code. */
  readonly headers: HeaderReader | undefined;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
  /** `undefined` if the global one is used. */
  readonly dispatcher: unknown;
  readonly followsRedirects: boolean;
}

/**
 * Reads the arguments of `fetch` without running application code. A proxy, a getter, or an object that converts to the
 * address is read once by fetch, so the application would notice a second read: then returns `undefined`, and the tap in
 * undici gets the values one step later.
 *
 * Most calls are not ours; for these, only method and address are read.
 */
function fetchArguments(
  watch: Watch,
  input: unknown,
  init: unknown
): FetchArguments | undefined {
  const request =
    isObject(input) && isGenuine(input, 'Request')
      ? (input as unknown as Request)
      : undefined;
  const target = request?.url ?? addressOf(input);
  if (target === undefined) return undefined;
  const given = plainMembers(init, METHOD);
  const verb = given && (given.method ?? request?.method ?? 'GET');
  if (typeof verb !== 'string') return undefined;
  const fragment = target.indexOf('#');
  const href = fragment === -1 ? target : target.slice(0, fragment);
  const method = verb.toUpperCase();
  const places = { init, request };
  if (!wanted(watch, method, href, places, headerOfFetch)) return undefined;
  const more = plainMembers(init, REST);
  if (more === undefined) return undefined;
  const { body, dispatcher } = more;
  return {
    method,
    href,
    places,
    headers: givenHeaders(more.headers ?? request?.headers),
    body,
    signal: (more.signal ?? request?.signal) as AbortSignal | undefined,
    dispatcher,
    followsRedirects: (more.redirect ?? request?.redirect) !== 'manual',
  };
}

const METHOD = ['method'] as const;
const REST = ['headers', 'body', 'signal', 'dispatcher', 'redirect'] as const;

function addressOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  return isObject(input) && isGenuine(input, 'URL')
    ? (input as unknown as URL).href
    : undefined;
}

/** A process calls a few addresses repeatedly. */
const MAX_KEPT = 32;
const MAX_LENGTH = 512;
const kept = new Map<string, URL>();

/**
 * Like {@link parseUrl}, with a cache: the result must not be changed. An address with a query is not cached, because
 * queries contain keys and ids.
 */
function parseOften(href: string): URL | undefined {
  const known = kept.get(href);
  if (known !== undefined) return known;
  const url = parseUrl(href);
  if (
    url !== undefined &&
    href.length <= MAX_LENGTH &&
    !href.includes('?') &&
    url.username === '' &&
    url.password === ''
  ) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(href, url);
  }
  return url;
}
