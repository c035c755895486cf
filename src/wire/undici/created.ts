// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { channel } from 'node:diagnostics_channel';
import { builtHeaders } from '../headers.ts';
import { guardCall, overrideOwn, type Passage, type Undo } from '../patch.ts';
import { oneHeader } from '../one-header.ts';
import { currentTap } from '../tap.ts';
import { wanted, type Watch } from '../watch.ts';
import { dispatchingTap } from './dispatch.ts';
import {
  redirectingTap,
  tapRequest,
  type UndiciRequest,
  watchRequestClass,
} from './request.ts';
import { openUndici, originOf } from './target.ts';

type Publish = (this: unknown, message: unknown) => unknown;

/** Taps each request when undici makes it; the subscribers of the channel run in the context of its call. */
export function watchCreated(watch: Watch): Undo {
  const created = channel('undici:request:create');
  // undici publishes only when somebody subscribes.
  const subscriber = (): void => {};
  created.subscribe(subscriber);
  const publish = created.publish;
  const own = Object.getOwnPropertyDescriptor(created, 'publish');
  const classes = new Map<object, Undo>();
  const sight = (request: UndiciRequest): void => {
    const prototype = Object.getPrototypeOf(request) as object;
    if (classes.has(prototype)) return;
    classes.set(prototype, watchRequestClass(prototype));
  };
  const original: Publish = function (this: unknown, message) {
    // The prototype's method changes when subscribers come and go.
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
      return passageFor(watch, request, sight);
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
  sight: (request: UndiciRequest) => void
): Passage | undefined {
  const { method, path, body } = request;
  const look = (name: string): unknown => oneHeader(request.headers, name);
  const isWanted = (): boolean => wanted(watch, method, path, look);
  const known = [redirectingTap(), dispatchingTap(), currentTap()];
  let origin: string | undefined;
  for (const tap of known) {
    if (tap === undefined) continue;
    origin ??= originOf(request.origin);
    if (!tap.takes({ method, origin, path, body, wanted: isWanted })) continue;
    sight(request);
    if (tap.refused) tap.wasRequested();
    else tapRequest(request, tap);
    return undefined;
  }
  if (!isWanted()) return undefined;
  origin ??= originOf(request.origin);
  if (origin === undefined) return undefined;
  const header = builtHeaders(request.headers);
  const { host } = request;
  const tap = openUndici(watch, { method, origin, path, header, host, body });
  if (tap === undefined || tap.refused) return undefined;
  sight(request);
  tapRequest(request, tap);
  return { enter: call => tap.run(call) };
}
