// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { builtHeaders } from '../headers.ts';
import {
  guardCall,
  overrideOwn,
  patchMethod,
  tapClass,
  tapClassReads,
  type Undo,
} from '../patch.ts';
import type { Tap } from '../tap.ts';
import { isLetGo } from './let-go.ts';

const TAP = Symbol('tap');

/** An instance of undici's internal class of requests: one for each attempt and each hop. Bytes pass it as they were sent. */
export interface UndiciRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: unknown;
  readonly headers: unknown;
  readonly host?: unknown;
  readonly body?: unknown;
  [TAP]?: Tap;
}

/** The methods of undici's requests, which never get a controller, by generation. */
const OLD = {
  start: 'onConnect',
  head: 'onHeaders',
  data: 'onData',
  end: 'onComplete',
  error: 'onError',
} as const;
const NEW = {
  start: 'onRequestStart',
  head: 'onResponseStart',
  data: 'onResponseData',
  end: 'onResponseEnd',
  error: 'onResponseError',
} as const;

/** The call whose redirect is being handed on: undici's own handlers dispatch the next hop from there. */
let redirecting: Tap | undefined;

export function redirectingTap(): Tap | undefined {
  return redirecting;
}

/** Lets a request report to the tap. Its class must be watched: see {@link watchRequestClass}. */
export function tapRequest(request: UndiciRequest, tap: Tap): void {
  tap.bind(request);
  tap.headersBuilt(() => builtHeaders(request.headers));
  tap.wasRequested();
  overrideOwn(request, TAP, tap);
}

function tapOf(request: object): Tap | undefined {
  return (request as UndiciRequest)[TAP];
}

/** Patches the class of a request, so that those requests that have a tap report to it. */
export function watchRequestClass(prototype: object): Undo {
  const names = NEW.head in prototype ? NEW : OLD;
  const undos = [
    tapClass(prototype, names.start, request => tapOf(request)?.sent(request)),
    tapClass(prototype, names.head, (request, [status, headers]) => {
      const tap = tapOf(request);
      tap?.head(request, status as number, builtHeaders(headers));
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
        return tap?.state === 'redirected' ? redirect(tap) : undefined;
      })
    ),
    tapClass(prototype, names.error, (request, [error]) => {
      const tap = tapOf(request);
      if (tap?.isBoundTo(request) !== true) return;
      if (isLetGo(error, tap.responded)) tap.abandoned(request, error);
      else tap.error(request, error);
    }),
  ];
  return () => {
    for (const undo of undos) undo?.();
  };
}

function redirect(tap: Tap): { enter<T>(call: () => T): T } {
  return {
    enter(call) {
      const outer = redirecting;
      redirecting = tap;
      try {
        return call();
      } finally {
        redirecting = outer;
      }
    },
  };
}
