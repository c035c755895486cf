// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { channel } from 'node:diagnostics_channel';
import type { Duplex } from 'node:stream';
import { type Candidate, isWantedAlone, wanted } from '../matching.ts';
import {
  guardCall,
  overrideOwn,
  type Passage,
  tapClass,
  tapClassReads,
} from '../patch.ts';
import { patchMethod, type Undo } from '../patch-method.ts';
import { builtHeaders } from '../safe-reads.ts';
import { currentTap, type Tap } from '../tap.ts';
import type { Watch } from '../watch.ts';
import { Handshake } from '../web-socket/handshake.ts';
import { dispatchingTap, originOf } from './dispatch.ts';
import { failed } from './let-go.ts';
import { openUndici } from './target.ts';

type Publish = (this: unknown, message: unknown) => unknown;

/**
 * Held for as long as the process lives: Node 20 may forget a channel that was collected once and made again, and undici
 * would then publish on another one than ours.
 */
const created = channel('undici:request:create');

/** Taps each request when undici creates it. The channel's subscribers run in the context of its call. */
export function watchCreated(watch: Watch): Undo {
  // undici publishes only if the channel has a subscriber.
  const subscriber = (): void => {};
  created.subscribe(subscriber);
  const publish = created.publish;
  const own = Object.getOwnPropertyDescriptor(created, 'publish');
  const classes = new Map<object, Undo>();
  const watchClass = (request: UndiciRequest): void => {
    const prototype = Object.getPrototypeOf(request) as object;
    if (classes.has(prototype)) return;
    classes.set(prototype, watchRequestClass(prototype));
  };
  const original: Publish = function (this: unknown, message) {
    // The prototype's method changes when subscribers are added or removed.
    return own === undefined
      ? prototypePublish(created).call(created, message)
      : publish.call(created, message);
  };
  const replacement = guardCall(
    'undici:request:create',
    original,
    (_, args) => {
      if (!watch.active) return undefined;
      const { request } = args[0] as { request: UndiciRequest };
      return passageFor(watch, request, watchClass);
    }
  );
  overrideOwn(created, 'publish', replacement);
  return () => {
    for (const undo of classes.values()) undo();
    classes.clear();
    created.unsubscribe(subscriber);
    if (created.publish !== replacement) return;
    if (own === undefined) Reflect.deleteProperty(created, 'publish');
    else Object.defineProperty(created, 'publish', own);
  };
}

function prototypePublish(target: object): Publish {
  return (Object.getPrototypeOf(target) as { publish: Publish }).publish;
}

function passageFor(
  watch: Watch,
  request: UndiciRequest,
  watchClass: (request: UndiciRequest) => void
): Passage | undefined {
  const { method, path, body } = request;
  const { headers } = request;
  const dispatching = dispatchingTap();
  const current = currentTap();
  const isInCall = dispatching !== undefined || current !== undefined;
  if (!isInCall && !wanted(watch, method, path, headers)) return undefined;
  const origin = originOf(request.origin);
  const candidate = { watch, method, origin, path, body, headers };
  const known = taker(dispatching, candidate) ?? taker(current, candidate);
  if (known !== undefined) {
    watchClass(request);
    if (known.refused) known.wasRequested();
    else tapRequest(request, known);
    return undefined;
  }
  if (origin === undefined) return undefined;
  if (isInCall && !isWantedAlone(candidate)) return undefined;
  const tap = openUndici(watch, {
    method,
    origin,
    path,
    headers: builtHeaders(headers),
    host: request.host,
    body,
  });
  if (tap === undefined || tap.refused) return undefined;
  watchClass(request);
  tapRequest(request, tap);
  return { enter: (...call) => tap.run(...call) };
}

/** The tap, if the request belongs to it. */
function taker(tap: Tap | undefined, candidate: Candidate): Tap | undefined {
  return tap?.takes(candidate) === true ? tap : undefined;
}

const TAP = Symbol('tap');

/** An instance of undici's internal request class: one for each attempt and each hop. It gets the bytes as they were sent. */
interface UndiciRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: unknown;
  readonly headers: unknown;
  readonly host?: unknown;
  readonly body?: unknown;
  [TAP]?: Tap;
}

/** The methods of undici's requests by generation of undici; none of them gets a controller. */
const OLD = {
  start: 'onConnect',
  head: 'onHeaders',
  upgrade: 'onUpgrade',
  data: 'onData',
  end: 'onComplete',
  error: 'onError',
} as const;
const NEW = {
  start: 'onRequestStart',
  head: 'onResponseStart',
  upgrade: 'onRequestUpgrade',
  data: 'onResponseData',
  end: 'onResponseEnd',
  error: 'onResponseError',
} as const;

/** Makes a request report to the tap. Its class must be watched: see {@link watchRequestClass}. */
function tapRequest(request: UndiciRequest, tap: Tap): void {
  tap.bind(request);
  if (tap.live !== undefined) tap.live.built = builtHeaders(request.headers);
  tap.wasRequested();
  overrideOwn(request, TAP, tap);
}

function tapOf(request: object): Tap | undefined {
  return (request as UndiciRequest)[TAP];
}

/** Patches the class of a request, so that requests with a tap report to it. */
function watchRequestClass(prototype: object): Undo {
  const names = NEW.head in prototype ? NEW : OLD;
  const undos = [
    tapClass(prototype, names.start, request => tapOf(request)?.sent(request)),
    tapClass(prototype, names.head, (request, [status, headers]) => {
      const tap = tapOf(request);
      tap?.head(request, status as number, builtHeaders(headers));
    }),
    tapClass(prototype, names.upgrade, (request, [, given, socket]) => {
      const tap = tapOf(request);
      const handshake = tap?.upgraded(request, Handshake);
      const headers = builtHeaders(given);
      if (handshake) handshake.accepted({ socket: socket as Duplex, headers });
      // No other method is called if the connection goes on in a protocol that is not ours.
      else tap?.end(request);
    }),
    tapClassReads(prototype, names.data, (request, chunk) => {
      tapOf(request)?.bytes(request, chunk as Uint8Array);
    }),
    tapClassReads(prototype, 'onBodySent', (request, chunk) => {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
      tapOf(request)?.requestBody(request, chunk, false);
    }),
    patchMethod<() => unknown>(prototype, names.end, original =>
      guardCall('end', original, request => {
        const tap = tapOf(request as object);
        tap?.end(request as object);
        // Undici's own handlers dispatch the next hop from here. The socket may have the context of an earlier call.
        return tap?.state === 'redirected'
          ? { enter: (...call) => tap.runPlain(...call) }
          : undefined;
      })
    ),
    tapClass(prototype, names.error, (request, [error]) => {
      const tap = tapOf(request);
      if (tap !== undefined) failed(tap, request, error);
    }),
  ];
  return () => {
    for (const undo of undos) undo?.();
  };
}
