// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from 'node:http';
import type { HeaderReader } from '../exchange.ts';
import { LiveHeaders } from '../headers/live-headers.ts';
import { type HeaderLook, oneHeader } from '../headers/one-header.ts';
import { isWantedAlone, wanted } from '../matching.ts';
import type { Passage } from '../patch.ts';
import { givenHeaders } from '../safe-reads.ts';
import { currentTap, Tap } from '../tap.ts';
import type { Watch } from '../watch.ts';
import {
  destinationOf,
  destinationOfRequest,
  type Destination,
} from './destination.ts';
import { tapClientRequest } from './request.ts';

/** The call that is passing through the layers below ours; its request does not exist yet. */
let creating: Tap | undefined;

/** One of our wrappers around `request` or `get` of one module. */
export interface Layer {
  readonly watch: Watch;
  readonly protocol: string;
  /** No layer below ours reads the context, so the call may run in the application's own. */
  readonly native: boolean;
  /** Called for each of our calls, to check whether another wrapper is above ours. */
  covered(): void;
}

/** Decides how one call of `request` passes a layer of ours; `undefined` leaves it unchanged. */
export function layerPassage(
  layer: Layer,
  args: unknown[]
): Passage | undefined {
  layer.covered();
  if (creating !== undefined) {
    // An inner layer, on Node 20, which has no channel that announces the request.
    return layer.native ? { returned: keep } : undefined;
  }
  if (!layer.watch.active) return undefined;
  const destination = destinationOf(args, layer.protocol);
  // These values are read from the request once it is built.
  if (destination === undefined) {
    return layer.native ? { returned: built(layer.watch) } : undefined;
  }
  const found = tapFor(layer.watch, destination);
  return found && passage(found, layer.native);
}

const keep = (request: unknown): unknown => {
  keepWithCaller(request as ClientRequest);
  return request;
};

function built(watch: Watch): (request: unknown) => unknown {
  return request => {
    tapDirectRequest(watch, request as ClientRequest);
    return request;
  };
}

/**
 * HttpInstrumentation binds the listeners of a request to the active context, which is ours. An emitter is bound only
 * once, so the request is bound to the caller's context before that.
 *
 * @returns whether the request passes a layer of ours.
 */
export function keepWithCaller(request: ClientRequest): boolean {
  const tap = creating;
  creating = undefined;
  tap?.bindCaller(request);
  return tap !== undefined;
}

/** Taps a request that was not created by `request` or `get`, unless a layer of ours has decided about it. */
export function tapDirectRequest(watch: Watch, request: ClientRequest): void {
  const { method, path } = request;
  if (!wanted(watch, method, path, request, headerOf)) return;
  if (tapped.has(request)) return;
  const destination = destinationOfRequest(request);
  const found = tapFor(watch, destination, request, headerOf);
  // A layer above ours takes the request when it returns.
  if (found?.began !== true || found.tap.refused) return;
  follow(request, found.tap, false);
}

function follow(request: ClientRequest, tap: Tap, keepCaller: boolean): void {
  tapClientRequest(request, tap, keepCaller);
  if (tap.live !== undefined) tap.live.built = headersOf(request);
  tapped.add(request);
}

const headerOf: HeaderLook = (request, name) =>
  (request as ClientRequest).getHeader(name);

/** The current headers of a request; it does not have those that were given as an array. */
function headersOf(request: ClientRequest): HeaderReader {
  return {
    get(name) {
      const value = request.getHeader(name);
      return value === undefined
        ? undefined
        : String(Array.isArray(value) ? value[0] : value);
    },
  };
}

/** Requests that report to a tap. The channel and the layers announce the same requests. */
const tapped = new WeakSet<ClientRequest>();

interface Found {
  readonly tap: Tap;
  /** The call begins here. */
  readonly began: boolean;
}

/** @param headers what `look` reads: the request, if its arguments are no longer available. */
function tapFor(
  watch: Watch,
  destination: Destination,
  headers: unknown = destination.headers,
  look: HeaderLook = oneHeader
): Found | undefined {
  const { method, target } = destination;
  const current = currentTap();
  const isInCall = current !== undefined;
  if (!isInCall && !wanted(watch, method, target, headers, look)) {
    return undefined;
  }
  const url = destination.url();
  if (url === undefined) return undefined;
  const { origin } = url;
  const path = url.pathname + url.search;
  const request = { watch, method, origin, path, target, headers, look };
  if (current?.takes(request) === true) {
    if (current.refused) return undefined;
    if (current.awaitsTransport) return { tap: current, began: false };
  }
  if (isInCall && !isWantedAlone(request)) return undefined;
  const live = new LiveHeaders(givenHeaders(destination.headers));
  const tap = new Tap(
    watch,
    {
      method,
      url,
      socketPath: destination.socketPath,
      transport: 'http',
      body: undefined,
      headers: live,
    },
    destination.signal,
    live
  );
  return { tap, began: true };
}

function passage({ tap }: Found, native: boolean): Passage {
  if (tap.refused) {
    return {
      enter: (...call) => tap.runPlain(...call),
      returned: request => {
        tap.wasRequested();
        return request;
      },
    };
  }
  return {
    enter(...call) {
      const before = creating;
      try {
        if (native) return tap.runPlain(...call);
        creating = tap;
        return tap.run(...call);
      } finally {
        creating = before;
      }
    },
    threw: error => tap.failOutside(error),
    returned(result) {
      const request = result as ClientRequest;
      follow(request, tap, !native);
      return request;
    },
  };
}
