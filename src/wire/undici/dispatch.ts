// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';
import { givenHeaders, noHeaders } from '../headers.ts';
import { guardCall, type Passage } from '../patch.ts';
import { oneHeader } from '../one-header.ts';
import { HIDDEN, isObject, plainMember } from '../plain.ts';
import { currentTap, type Tap } from '../tap.ts';
import { wanted, type Watch } from '../watch.ts';
import { linkTap, tapHandler, tapOf } from './handler.ts';
import { openUndici, originOf } from './target.ts';

export type Dispatch = (this: unknown, ...args: unknown[]) => unknown;

/** The call whose `dispatch()` is running: agents dispatch to pools, and pools to clients, within it. */
let dispatching: Tap | undefined;

export function dispatchingTap(): Tap | undefined {
  return dispatching;
}

/** The handler that `dispatch()` is given belongs to the call that makes it, whatever is queued below. */
export function wrapDispatch(watch: Watch, original: Dispatch): Dispatch {
  return guardCall('dispatch', original, (dispatcher, [options, handler]) => {
    if (!watch.active || !isObject(options) || !isObject(handler)) {
      return undefined;
    }
    const linked = tapOf(handler);
    if (linked !== undefined && linked === dispatching) return undefined;
    const tap = tapFor(watch, dispatcher as object, options, handler, linked);
    return tap && new Dispatching(tap, handler);
  });
}

/** The tap in whose name a dispatch is to run; `undefined` where it already does, or is not ours. */
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
  const look = (name: string): unknown =>
    oneHeader(plainMember(options, 'headers'), name);
  const isWanted = (): boolean => wanted(watch, method, path, look);
  const candidate = dispatching ?? currentTap();
  // A pool hands a queued call on from the context of whichever call was done, and a redirect is followed later.
  if (linked?.refused === true || linked?.awaitsRequest === true) return linked;
  if (candidate === undefined && !isWanted()) return undefined;

  const given = plainMember(options, 'origin');
  if (given === HIDDEN) return undefined;
  const origin = originOf(given, dispatcher);
  const body = plainMember(options, 'body');
  const request = { method, origin, path, body, wanted: isWanted };
  for (const known of [dispatching, currentTap()]) {
    if (known?.takes(request) !== true) continue;
    if (known.refused || known === dispatching) linkTap(handler, known);
    else tapHandler(handler, known);
    known.headersBuilt(() => builtIn(options));
    return known === dispatching ? undefined : known;
  }
  if (origin === undefined || !isWanted()) return undefined;
  const header = givenHeaders(plainMember(options, 'headers'));
  const signal = plainMember(options, 'signal');
  const tap = openUndici(watch, { method, origin, path, header, body, signal });
  if (tap?.refused === true) linkTap(handler, tap);
  else if (tap !== undefined) tapHandler(handler, tap);
  return tap;
}

/** Fetch has built the headers before it dispatches. */
function builtIn(options: object): HeaderReader {
  return givenHeaders(plainMember(options, 'headers')) ?? noHeaders;
}

class Dispatching implements Passage {
  readonly #tap: Tap;
  readonly #handler: object;

  constructor(tap: Tap, handler: object) {
    this.#tap = tap;
    this.#handler = handler;
  }

  enter<T>(call: () => T): T {
    const tap = this.#tap;
    const outer = dispatching;
    dispatching = tap;
    try {
      return tap.refused || currentTap() === tap ? call() : tap.run(call);
    } finally {
      dispatching = outer;
    }
  }

  /** Undici itself tells its handler; a dispatcher of the application's may throw. */
  threw(error: unknown): void {
    this.#tap.error(this.#handler, error);
  }
}
