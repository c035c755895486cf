// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { headerReader } from '../headers.ts';
import type { Tap } from '../tap.ts';
import { overrideOwn, tapMethod } from '../patch.ts';

/**
 * The callbacks of a dispatch handler and of undici's own request object, by generation, each with the place of the
 * argument that matters. Handlers of the new generation get a controller first; requests never do.
 */
interface CallbackNames {
  /** The request has a connection, and is sent. */
  readonly start: string;
  readonly head: string;
  readonly data: string;
  readonly end: string;
  readonly error: string;
  /** Arguments before the interesting ones. */
  readonly skip: number;
}

const OLD: CallbackNames = {
  start: 'onConnect',
  head: 'onHeaders',
  data: 'onData',
  end: 'onComplete',
  error: 'onError',
  skip: 0,
};
const NEW: CallbackNames = {
  start: 'onRequestStart',
  head: 'onResponseStart',
  data: 'onResponseData',
  end: 'onResponseEnd',
  error: 'onResponseError',
  skip: 0,
};
const NEW_HANDLER: CallbackNames = { ...NEW, skip: 1 };

/** Which tap an object reports to now; retry handlers are dispatched again with a new one. */
interface Link {
  tap: Tap;
}

const LINK = Symbol('link');

interface Receiver extends Record<string, unknown> {
  [LINK]?: Link;
}

/** Where no property can be added. Only there: weak maps of what lives as short as a call are dear to the collector. */
const closed = new WeakMap<object, Link>();

function linkOf(target: Receiver): Link | undefined {
  return Object.hasOwn(target, LINK) ? target[LINK] : closed.get(target);
}

/** The tap that a handler or a request was given last. */
export function tapOf(target: Receiver): Tap | undefined {
  return linkOf(target)?.tap;
}

/** Remembers that a handler belongs to a call, whose bytes may be seen elsewhere. */
export function linkTap(target: Receiver, tap: Tap): void {
  const link = linkOf(target);
  if (link === undefined) newLink(target, tap);
  else link.tap = tap;
}

function newLink(target: Receiver, tap: Tap): Link {
  const link = { tap };
  if (!overrideOwn(target, LINK, link)) closed.set(target, link);
  return link;
}

/** Lets a dispatch handler report to the tap: the way in for dispatchers that never make a request, like mocks. */
export function tapHandler(handler: Receiver, tap: Tap): void {
  if (Object.isFrozen(handler)) {
    linkTap(handler, tap);
    return;
  }
  const names =
    typeof handler['onRequestStart'] === 'function' ? NEW_HANDLER : OLD;
  tapCallbacks(handler, names, tap);
}

/** Lets an undici request report to the tap: one request for each attempt and each hop, bytes as sent. */
export function tapRequest(request: Receiver, tap: Tap): void {
  const names = typeof request[NEW.head] === 'function' ? NEW : OLD;
  tapCallbacks(request, names, tap);
  if (!tap.needsRequestBody) return;
  tapMethod(request, 'onBodySent', args => {
    const [chunk] = args;
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) {
      tapOf(request)?.requestBody(request, chunk, false);
    }
  });
}

function tapCallbacks(target: Receiver, names: CallbackNames, tap: Tap): void {
  const known = linkOf(target);
  const link = known ?? newLink(target, tap);
  link.tap = tap;
  tap.bind(target);
  if (known !== undefined) return;
  const { skip } = names;
  tapMethod(target, names.start, () => link.tap.sent(target));
  tapMethod(target, names.head, args => {
    const headers = args[skip + 1];
    link.tap.head(target, args[skip] as number, headerReader(headers));
  });
  tapMethod(target, names.data, args => {
    link.tap.bytes(target, args[skip] as Uint8Array);
  });
  tapMethod(target, names.end, () => link.tap.end(target));
  tapMethod(target, names.error, args => {
    const error = args[skip];
    if (isLetGo(error, link.tap.responded)) link.tap.abandoned(target, error);
    else link.tap.error(target, error);
  });
}

/**
 * Whether the application let go: an abort, a cancelled or destroyed body, a body that was garbage collected unread (its
 * error is a string). A body is cancelled with whatever reason the application gives; what fails by itself has a code,
 * from Node or from undici, or is the parser's.
 */
function isLetGo(error: unknown, responded: boolean): boolean {
  if (typeof error !== 'object' || error === null) return true;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (code === 'UND_ERR_ABORTED') return true;
  if (name === 'AbortError' || name === 'TimeoutError') return true;
  return responded && typeof code !== 'string' && name !== 'HTTPParserError';
}
