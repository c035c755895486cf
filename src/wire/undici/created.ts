// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { channel } from 'node:diagnostics_channel';
import { report } from '../../guard.ts';
import { currentTap, type Tap } from '../tap.ts';
import { overrideOwn, type Undo } from '../patch.ts';
import { tapRequest } from './callbacks.ts';
import { openUndici, pathOf, targetUrl } from './target.ts';
import { wanted, type Watch } from '../watch.ts';

type Publish = (this: unknown, message: unknown) => unknown;

/** `request` of undici's channel: an instance of its internal class. */
interface UndiciRequest extends Record<string, unknown> {
  readonly method: string;
  readonly path: string;
  readonly origin: unknown;
  readonly headers: unknown;
}

/** Taps each request when undici makes it; the subscribers of the channel are told in the context of its call. */
export function watchCreated(watch: Watch): Undo {
  const created = channel('undici:request:create');
  // undici publishes only when somebody subscribes.
  const subscriber = (): void => {};
  created.subscribe(subscriber);
  const publish = created.publish;
  const own = Object.getOwnPropertyDescriptor(created, 'publish');
  const replacement: Publish = function (message) {
    // The prototype's method changes when subscribers come and go.
    const original = own === undefined ? prototypePublish(created) : publish;
    let tap: Tap | undefined;
    try {
      if (watch.active) tap = tapForRequest(watch, message);
    } catch (error) {
      report('undici:request:create', error);
    }
    return tap === undefined
      ? original.call(created, message)
      : tap.run(() => original.call(created, message));
  };
  overrideOwn(created, 'publish', replacement);
  return () => {
    created.unsubscribe(subscriber);
    if (created.publish !== replacement) return;
    if (own === undefined) Reflect.deleteProperty(created, 'publish');
    else Object.defineProperty(created, 'publish', own);
  };
}

function prototypePublish(target: object): Publish {
  return (Object.getPrototypeOf(target) as { publish: Publish }).publish;
}

function tapForRequest(watch: Watch, message: unknown): Tap | undefined {
  const { request } = message as { request: UndiciRequest };
  const { method, path } = request;
  const current = currentTap();
  if (current === undefined && !wanted(watch, method, path)) return undefined;
  const url = targetUrl(undefined, request);
  if (url === undefined) return undefined;
  if (
    current?.awaitsRequest === true &&
    current.accepts(method, url.origin, pathOf(url))
  ) {
    tapRequest(request, current);
    current.requested();
    return undefined;
  }
  if (!wanted(watch, method, path)) return undefined;
  const tap = openUndici(watch, url, method, { headers: request.headers });
  if (tap !== undefined) {
    tapRequest(request, tap);
    tap.requested();
  }
  return tap;
}
