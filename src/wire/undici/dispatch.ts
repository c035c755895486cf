// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isWantedAlone, wanted } from '../matching.ts';
import {
  guardCall,
  overrideOwn,
  type Passage,
  tapMethod,
  tapReads,
} from '../patch.ts';
import type { OriginalCall } from '../patch-method.ts';
import {
  builtHeaders,
  givenHeaders,
  HIDDEN,
  isGenuine,
  isObject,
  noHeaders,
  plainMember,
} from '../safe-reads.ts';
import { currentTap, type Tap } from '../tap.ts';
import type { Watch } from '../watch.ts';
import { failed } from './let-go.ts';
import { openUndici } from './target.ts';

export type Dispatch = (this: unknown, ...args: unknown[]) => unknown;

/** The call whose `dispatch()` is running. Within it, agents dispatch to pools, and pools to clients. */
let dispatching: Tap | undefined;

export function dispatchingTap(): Tap | undefined {
  return dispatching;
}

/** Assigns the handler that `dispatch()` gets to the calling call, even if a lower layer queues the request. */
export function wrapDispatch(watch: Watch, original: Dispatch): Dispatch {
  return guardCall('dispatch', original, (dispatcher, [options, handler]) => {
    if (!watch.active || !isObject(options) || !isObject(handler)) {
      return undefined;
    }
    const linked = linkOf(handler)?.tap;
    if (linked !== undefined && linked === dispatching) return undefined;
    const tap = tapFor(watch, dispatcher as object, options, handler, linked);
    return tap && new Dispatching(tap, handler);
  });
}

/** The tap for which a dispatch runs; `undefined` if it already runs for one, or if it is not ours. */
function tapFor(
  watch: Watch,
  dispatcher: object,
  options: object,
  handler: Record<string, unknown>,
  linked: Tap | undefined
): Tap | undefined {
  const method = plainMember(options, 'method');
  const path = plainMember(options, 'path');
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  // A pool dispatches a queued call in the context of the call that just ended; a redirect is followed later.
  if (linked?.refused === true || linked?.awaitsRequest === true) return linked;
  const headers = plainMember(options, 'headers');
  const current = currentTap();
  const isInCall = dispatching !== undefined || current !== undefined;
  if (!isInCall && !wanted(watch, method, path, headers)) return undefined;

  const given = plainMember(options, 'origin');
  if (given === HIDDEN) return undefined;
  const origin = originOf(given, dispatcher);
  const body = plainMember(options, 'body');
  const isBuilt = true;
  const request = { watch, method, origin, path, body, headers, isBuilt };
  if (dispatching?.takes(request) === true) {
    linkTap(handler, dispatching);
    headersBuilt(dispatching, headers);
    return undefined;
  }
  if (current?.takes(request) === true) {
    if (current.refused) linkTap(handler, current);
    else tapHandler(handler, current);
    headersBuilt(current, headers);
    return current;
  }
  if (origin === undefined) return undefined;
  if (isInCall && !isWantedAlone(request)) return undefined;
  const tap = openUndici(watch, {
    method,
    origin,
    path,
    headers: givenHeaders(headers),
    body,
    signal: plainMember(options, 'signal'),
  });
  // Remembers the body, which interceptors pass on.
  tap?.takes(request);
  if (tap?.refused === true) linkTap(handler, tap);
  else if (tap !== undefined) tapHandler(handler, tap);
  return tap;
}

/** Fetch has built the headers before it dispatches. */
function headersBuilt({ live }: Tap, headers: unknown): void {
  if (live !== undefined) live.built = givenHeaders(headers) ?? noHeaders;
}

class Dispatching implements Passage {
  private readonly tap: Tap;
  private readonly handler: object;

  constructor(tap: Tap, handler: object) {
    this.tap = tap;
    this.handler = handler;
  }

  enter(...call: OriginalCall): unknown {
    const { tap } = this;
    const [original, self, args] = call;
    const outer = dispatching;
    dispatching = tap;
    try {
      return tap.refused || currentTap() === tap
        ? original.apply(self, args)
        : tap.run(...call);
    } finally {
      dispatching = outer;
    }
  }

  /** Undici itself reports errors to its handler; an application's dispatcher may throw. */
  threw(error: unknown): void {
    this.tap.error(this.handler, error);
  }
}

/** Clients and pools keep their origin under a symbol of undici; agents get it as an argument. */
export function originOf(
  origin: unknown,
  dispatcher?: object
): string | undefined {
  let base = origin;
  if (base == null && dispatcher !== undefined) {
    const key = Object.getOwnPropertySymbols(dispatcher).find(
      symbol => symbol.description === 'url'
    );
    base = key && (dispatcher as Record<symbol, unknown>)[key];
  }
  if (typeof base === 'string')
    return base.endsWith('/') ? base.slice(0, -1) : base;
  return isObject(base) && isGenuine(base, 'URL')
    ? (base as unknown as URL).origin
    : undefined;
}

/** The current tap of a handler; retry handlers are dispatched again with a new tap. */
interface Link {
  readonly handler: Handler;
  tap: Tap;
  /** The handler reports to the tap. */
  tapped: boolean;
  /** The body that the handler gets after the head reports to the tap, too. */
  tappedWhole: boolean;
}

const LINK = Symbol('link');

interface Handler extends Record<string, unknown> {
  [LINK]?: Link;
}

/** Only for handlers on which no property can be set, because weak maps with short-lived keys are expensive to collect. */
const closed = new WeakMap<object, Link>();

function linkOf(handler: Handler): Link | undefined {
  return Object.hasOwn(handler, LINK) ? handler[LINK] : closed.get(handler);
}

/** Notes that a handler belongs to a call. The bytes of the call may be seen elsewhere. */
function linkTap(handler: Handler, tap: Tap): Link {
  let link = linkOf(handler);
  if (link === undefined) {
    link = { handler, tap, tapped: false, tappedWhole: false };
    if (!overrideOwn(handler, LINK, link)) closed.set(handler, link);
  } else {
    link.tap = tap;
  }
  return link;
}

/**
 * Makes a dispatch handler report to the tap until a request takes over; mocks and the application's dispatchers never
 * create a request. The bytes are tapped here if the head reaches the handler and no request was created before.
 */
function tapHandler(handler: Handler, tap: Tap): void {
  const link = linkTap(handler, tap);
  if (Object.isFrozen(handler)) return;
  tap.bind(handler);
  if (link.tapped) return;
  link.tapped = true;
  if (typeof handler['onRequestStart'] === 'function') {
    tapMethod(handler, 'onResponseStart', newHead, link);
    tapMethod(handler, 'onResponseError', newError, link);
  } else {
    tapMethod(handler, 'onHeaders', oldHead, link);
    tapMethod(handler, 'onError', oldError, link);
  }
}

/** Undici 5 to 7: `onHeaders(status, headers)`, `onData(chunk)`, `onComplete()`, `onError(error)`. */
function oldHead([status, headers]: unknown[], link: Link): void {
  const { handler, tap } = link;
  if (!tap.isBoundTo(handler)) return;
  if (!link.tappedWhole) {
    link.tappedWhole = true;
    tapReads(handler, 'onData', chunk => {
      link.tap.bytes(handler, chunk as Uint8Array);
    });
    tapMethod(handler, 'onComplete', end, link);
  }
  tap.head(handler, status as number, builtHeaders(headers));
}

function oldError([error]: unknown[], { tap, handler }: Link): void {
  failed(tap, handler, error);
}

/** Undici 7 and later: the same with a controller before the other arguments. */
function newHead([, status, headers]: unknown[], link: Link): void {
  const { handler, tap } = link;
  if (!tap.isBoundTo(handler)) return;
  if (!link.tappedWhole) {
    link.tappedWhole = true;
    tapReads(handler, 'onResponseData', (_controller, chunk) => {
      link.tap.bytes(handler, chunk as Uint8Array);
    });
    tapMethod(handler, 'onResponseEnd', end, link);
  }
  tap.head(handler, status as number, builtHeaders(headers));
}

function newError([, error]: unknown[], { tap, handler }: Link): void {
  failed(tap, handler, error);
}

function end(_args: unknown[], { tap, handler }: Link): void {
  tap.end(handler);
}
