// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { channel } from 'node:diagnostics_channel';
import { types } from 'node:util';
import { report } from '../guard.ts';
import { headerReader } from './headers.ts';
import { currentTap, type Tap } from './once.ts';
import { overrideOwn, patchMethod, type Undo } from './patch.ts';
import { linkTap, tapHandler, tapOf, tapRequest } from './undici-callbacks.ts';
import { openTap, wanted, type Watch } from './watch.ts';

type Dispatch = (this: unknown, ...args: unknown[]) => unknown;
type Publish = (this: unknown, message: unknown) => unknown;

interface DispatchOptions {
  readonly method?: unknown;
  readonly path?: unknown;
  readonly origin?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: unknown;
}

/** `request` of undici's channel: an instance of its internal class. */
interface UndiciRequest extends Record<string, unknown> {
  readonly method: string;
  readonly path: string;
  readonly origin: unknown;
  readonly headers: unknown;
}

export interface UndiciWatch {
  /**
   * Patches the class that owns `dispatch()` of a dispatcher, once; without one, that of the global dispatcher.
   * Whether what is dispatched there is seen at once: not where it cannot be patched, or what is composed stands before.
   */
  sight(dispatcher?: unknown): boolean;
  /** Patches the classes that a copy of npm undici exports. */
  sightModule(exports: unknown): void;
  undo: Undo;
}

/** Bundled and npm undici share the global dispatcher under these; newer versions have both. */
const GLOBAL_DISPATCHERS = [
  Symbol.for('undici.globalDispatcher.2'),
  Symbol.for('undici.globalDispatcher.1'),
];

const DISPATCHER_CLASSES = [
  'Dispatcher',
  'Agent',
  'Client',
  'Pool',
  'BalancedPool',
  'RoundRobinPool',
  'ProxyAgent',
  'EnvHttpProxyAgent',
  'RetryAgent',
  'MockAgent',
  'MockClient',
  'MockPool',
];

/**
 * Watches undici, bundled or from npm, in two places. `dispatch()` runs in the caller's context before any queueing,
 * so the handler seen there belongs to that call for certain. The request that undici publishes on its channel is
 * where the bytes of one attempt pass; whoever subscribes to that channel is told in the context of the call, so that
 * an HTTP span made there is its child, in any order of registration.
 */
export function watchUndici(watch: Watch): UndiciWatch {
  const undos: Undo[] = [watchCreated(watch)];
  /** Owners of `dispatch()`, and whether they could be patched. */
  const owners = new WeakMap<object, boolean>();

  const sightOwner = (dispatcher: unknown): boolean => {
    let owner = dispatcher;
    while (isObject(owner) && !Object.hasOwn(owner, 'dispatch')) {
      owner = Object.getPrototypeOf(owner) as unknown;
    }
    if (!isObject(owner)) return false;
    if (!owners.has(owner)) {
      const undo = patchMethod<Dispatch>(owner, 'dispatch', original =>
        wrapDispatch(watch, original)
      );
      owners.set(owner, undo !== undefined);
      if (undo !== undefined) undos.push(undo);
    }
    return owners.get(owner) === true && !types.isProxy(dispatcher);
  };

  return {
    sight(dispatcher) {
      if (dispatcher != null) return sightOwner(dispatcher);
      const holder = globalThis as Record<symbol, unknown>;
      const found = GLOBAL_DISPATCHERS.map(key => holder[key]).filter(isObject);
      return found.map(sightOwner).every(Boolean) && found.length > 0;
    },
    sightModule(exports) {
      if (!isObject(exports)) return;
      for (const name of DISPATCHER_CLASSES) {
        const found = exports[name];
        if (typeof found === 'function') sightOwner(found.prototype);
      }
    },
    undo() {
      for (const undo of undos.splice(0)) undo();
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The call whose `dispatch()` is running: agents dispatch to pools, and pools to clients, within it. */
let dispatching: Tap | undefined;

function wrapDispatch(watch: Watch, original: Dispatch): Dispatch {
  return function dispatch(this: unknown, ...args: unknown[]): unknown {
    let tap: Tap | undefined;
    try {
      if (watch.active) tap = tapForDispatch(watch, this, args[0], args[1]);
    } catch (error) {
      report('dispatch', error);
    }
    if (tap === undefined) return original.apply(this, args);
    const outer = dispatching;
    dispatching = tap;
    try {
      return currentTap() === tap
        ? original.apply(this, args)
        : tap.run(() => original.apply(this, args));
    } catch (error) {
      // Undici itself tells its handler; a dispatcher of the application's may throw.
      tap.error(args[1] as object, error);
      throw error;
    } finally {
      dispatching = outer;
    }
  };
}

/** The tap in whose context a dispatch is to run; `undefined` where it already does, or is not ours. */
function tapForDispatch(
  watch: Watch,
  dispatcher: unknown,
  options: unknown,
  handler: unknown
): Tap | undefined {
  if (!isObject(options) || !isObject(handler)) return undefined;
  const { method, path } = options as DispatchOptions;
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;

  if (dispatching !== undefined && !dispatching.ended) {
    linkTap(handler, dispatching);
    return undefined;
  }
  const linked = tapOf(handler);
  // A pool hands a queued call on from the context of whichever call was done, and a redirect is followed later.
  if (linked !== undefined && !linked.ended && linked.awaitsRequest) {
    return linked;
  }
  const current = currentTap();
  if (current === undefined && !wanted(watch, method, path)) return undefined;
  const url = targetUrl(dispatcher, options);
  if (url === undefined) return undefined;
  if (
    current?.awaitsRequest === true &&
    current.accepts(method, url.origin, pathOf(url))
  ) {
    current.expect(method, url.origin, pathOf(url));
    tapHandler(handler, current);
    return current;
  }
  if (!wanted(watch, method, path)) return undefined;
  const tap = open(watch, url, method, options);
  if (tap !== undefined) tapHandler(handler, tap);
  return tap;
}

function open(
  watch: Watch,
  url: URL,
  method: string,
  options: DispatchOptions
): Tap | undefined {
  const { body, headers, signal } = options;
  const tap = openTap(watch, {
    method,
    url,
    transport: 'undici',
    body:
      typeof body === 'string' || body instanceof Uint8Array ? body : undefined,
    header: headerReader(headers),
  });
  if (tap !== undefined && signal instanceof AbortSignal) tap.signal = signal;
  return tap;
}

/** Where the path is a whole URL, as a proxy wants it, the URL is that. */
function pathOf(url: URL): string {
  return url.pathname + url.search;
}

/** Clients and pools keep their origin under a symbol of undici's own; agents are told it. */
function targetUrl(
  dispatcher: unknown,
  { origin, path }: DispatchOptions
): URL | undefined {
  let base = origin;
  if (base == null && isObject(dispatcher)) {
    const key = Object.getOwnPropertySymbols(dispatcher).find(
      symbol => symbol.description === 'url'
    );
    base = key && (dispatcher as Record<symbol, unknown>)[key];
  }
  return base == null || typeof path !== 'string'
    ? undefined
    : new URL(path, base as string | URL);
}

function watchCreated(watch: Watch): Undo {
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
  const tap = open(watch, url, method, { headers: request.headers });
  if (tap !== undefined) {
    tapRequest(request, tap);
    tap.requested();
  }
  return tap;
}
