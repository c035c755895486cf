// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { builtHeaders } from '../headers.ts';
import { overrideOwn, tapMethod, tapReads } from '../patch.ts';
import type { Tap } from '../tap.ts';
import { isLetGo } from './let-go.ts';

/** The tap that a handler belongs to now; retry handlers are dispatched again with a new one. */
interface Link {
  tap: Tap;
  /** The handler reports to the tap. */
  tapped: boolean;
}

const LINK = Symbol('link');

interface Handler extends Record<string, unknown> {
  [LINK]?: Link;
}

/** For handlers that take no property. Only for those: weak maps of short-lived keys are expensive to collect. */
const closed = new WeakMap<object, Link>();

function linkOf(handler: Handler): Link | undefined {
  return Object.hasOwn(handler, LINK) ? handler[LINK] : closed.get(handler);
}

/** The tap that a handler was given last. */
export function tapOf(handler: Handler): Tap | undefined {
  return linkOf(handler)?.tap;
}

/** Remembers that a handler belongs to a call, whose bytes may be seen elsewhere. */
export function linkTap(handler: Handler, tap: Tap): Link {
  let link = linkOf(handler);
  if (link === undefined) {
    link = { tap, tapped: false };
    if (!overrideOwn(handler, LINK, link)) closed.set(handler, link);
  } else {
    link.tap = tap;
  }
  return link;
}

/**
 * Lets a dispatch handler report to the tap until a request takes over: mocks and dispatchers of the application's never
 * make one. The bytes are tapped when the head came to the handler and no request was made before.
 */
export function tapHandler(handler: Handler, tap: Tap): void {
  const link = linkTap(handler, tap);
  if (Object.isFrozen(handler)) return;
  tap.bind(handler);
  if (link.tapped) return;
  link.tapped = true;
  if (typeof handler['onRequestStart'] === 'function') tapNew(handler, link);
  else tapOld(handler, link);
}

/** Undici 5 to 7: `onHeaders(status, headers)`, `onData(chunk)`, `onComplete()`, `onError(error)`. */
function tapOld(handler: Handler, link: Link): void {
  let whole = false;
  tapMethod(handler, 'onHeaders', ([status, headers]) => {
    if (!link.tap.isBoundTo(handler)) return;
    if (!whole) {
      whole = true;
      tapReads(handler, 'onData', chunk => {
        link.tap.bytes(handler, chunk as Uint8Array);
      });
      tapMethod(handler, 'onComplete', () => link.tap.end(handler));
    }
    link.tap.head(handler, status as number, builtHeaders(headers));
  });
  tapMethod(handler, 'onError', ([error]) => failed(link.tap, handler, error));
}

/** Undici 7 and later: the same with a controller before the other arguments. */
function tapNew(handler: Handler, link: Link): void {
  let whole = false;
  tapMethod(handler, 'onResponseStart', ([, status, headers]) => {
    if (!link.tap.isBoundTo(handler)) return;
    if (!whole) {
      whole = true;
      tapReads(handler, 'onResponseData', (_controller, chunk) => {
        link.tap.bytes(handler, chunk as Uint8Array);
      });
      tapMethod(handler, 'onResponseEnd', () => link.tap.end(handler));
    }
    link.tap.head(handler, status as number, builtHeaders(headers));
  });
  tapMethod(handler, 'onResponseError', ([, error]) =>
    failed(link.tap, handler, error)
  );
}

function failed(tap: Tap, handler: Handler, error: unknown): void {
  if (!tap.isBoundTo(handler)) return;
  if (isLetGo(error, tap.responded)) tap.abandoned(handler, error);
  else tap.error(handler, error);
}
