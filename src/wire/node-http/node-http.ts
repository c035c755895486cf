// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { report } from '../../guard.ts';
import { builtin } from '../builtin.ts';
import { headerReader } from '../headers.ts';
import {
  destinationOf,
  tapClientRequest,
  type Destination,
} from './callbacks.ts';
import { currentTap, type Tap } from '../tap.ts';
import { patchMethod, type Undo } from '../patch.ts';
import { openTap, wanted, type Watch } from '../watch.ts';

type Request = (this: unknown, ...args: unknown[]) => ClientRequest;

interface HttpModule {
  request: Request;
  get: Request;
}

export interface HttpWatch {
  /** Wraps again, where somebody has wrapped over us since: an HTTP span must begin inside ours. */
  goOutermost(): void;
  undo: Undo;
}

/** Others may wrap as often as they like; we follow this often. */
const MAX_LAYERS = 8;

/** Requests that are made inside a layer of ours, and the tap that is to keep their listeners with the caller. */
const CREATED = 'http.client.request.created';

/**
 * Watches `request` and `get` of node:http and node:https, also as named imports. Where other instrumentations wrap
 * these too, ours goes outermost, so that their span is a child of ours.
 */
export function watchHttp(watch: Watch): HttpWatch {
  const layers: Undo[] = [];
  const ours = new WeakSet<Request>();
  const wrapped = new Map<string, number>();

  const goOutermost = (): void => {
    if (!watch.active) return;
    let changed = false;
    for (const name of ['http', 'https']) {
      const module = builtin<HttpModule>(name);
      const count = wrapped.get(name) ?? 0;
      if (ours.has(module.request) || count >= MAX_LAYERS) continue;
      wrapped.set(name, count + 1);
      changed = true;
      layers.push(...wrapModule(name, module));
    }
    if (changed) syncBuiltinESMExports();
  };

  const wrapModule = (name: string, module: HttpModule): Undo[] => {
    const layer: Layer = {
      watch,
      protocol: `${name}:`,
      native: isNative(module.request),
      covered: () => {
        if (!ours.has(module.request)) setImmediate(goOutermost).unref();
      },
    };
    const undoRequest = patchMethod<Request>(module, 'request', original =>
      wrapRequest(layer, original)
    );
    const { request } = module;
    const undoGet = patchMethod<Request>(module, 'get', original =>
      wrapGet(layer, original, request)
    );
    const undos = [undoGet, undoRequest].filter(undo => undo !== undefined);
    ours.add(request);
    return undos;
  };

  const onCreated = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    keepWithCaller(request);
  };
  subscribe(CREATED, onCreated);
  goOutermost();

  return {
    goOutermost,
    undo() {
      unsubscribe(CREATED, onCreated);
      for (const undo of layers.splice(0).reverse()) undo();
      wrapped.clear();
      syncBuiltinESMExports();
    },
  };
}

/** Node's own function constructs the request; a wrapper of somebody's calls something else, and may speak of it. */
function isNative(request: Request): boolean {
  return /\bnew ClientRequest\(|\bReflectConstruct\(ClientRequest\b/.test(
    Function.prototype.toString.call(request)
  );
}

interface Layer {
  readonly watch: Watch;
  readonly protocol: string;
  /** Nothing below us reads the context: the call may run in the application's own. */
  readonly native: boolean;
  /** Called at each call of ours, to see whether somebody stands above us. */
  covered(): void;
}

/** The call that is passing through the layers below us, whose request is not there yet. */
let creating: Tap | undefined;

/**
 * HttpInstrumentation binds the listeners of a request to the context that it found, which is ours. Emitters are
 * bound once, so the request is bound to the caller's context before that.
 */
function keepWithCaller(request: ClientRequest): void {
  const tap = creating;
  creating = undefined;
  tap?.bindCaller(request);
}

function wrapRequest(layer: Layer, original: Request): Request {
  return function (this: unknown, ...args: unknown[]): ClientRequest {
    let tap: Tap | undefined;
    try {
      layer.covered();
      tap = tapFor(layer, args);
    } catch (error) {
      report('http', error);
    }
    if (tap !== undefined) {
      return passed(tap, layer, () => original.apply(this, args));
    }
    const request = original.apply(this, args);
    // An inner layer, where the channel that says so earlier is missing (Node 20).
    if (creating !== undefined && layer.native) keepWithCaller(request);
    return request;
  };
}

/** Node's `get` calls its own `request`; one of ours goes through the one that is patched. */
function wrapGet(layer: Layer, original: Request, request: Request): Request {
  return function (this: unknown, ...args: unknown[]): ClientRequest {
    let ours = false;
    try {
      layer.covered();
      const destination = destinationOf(args, layer.protocol);
      ours =
        destination !== undefined &&
        wanted(layer.watch, destination.method, destination.target);
    } catch (error) {
      report('http get', error);
    }
    if (!ours) return original.apply(this, args);
    const sent = request.apply(this, args);
    sent.end();
    return sent;
  };
}

function passed(
  tap: Tap,
  layer: Layer,
  call: () => ClientRequest
): ClientRequest {
  let request: ClientRequest;
  const before = creating;
  try {
    if (layer.native) {
      request = tap.runPlain(call);
    } else {
      creating = tap;
      request = tap.run(call);
    }
  } catch (error) {
    tap.failOutside(error);
    throw error;
  } finally {
    creating = before;
  }
  try {
    tapClientRequest(request, tap, !layer.native);
  } catch (error) {
    report('http request', error);
  }
  return request;
}

function tapFor(layer: Layer, args: readonly unknown[]): Tap | undefined {
  const { watch, protocol } = layer;
  if (!watch.active || creating !== undefined) return undefined;
  const destination = destinationOf(args, protocol);
  if (destination === undefined) return undefined;
  const current = currentTap();
  if (current !== undefined) {
    const url = destination.url();
    const path = url.pathname + url.search;
    if (current.accepts(destination.method, url.origin, path)) {
      if (current.awaitsTransport) return current;
    }
  }
  if (!wanted(watch, destination.method, destination.target)) return undefined;
  return open(watch, destination);
}

function open(watch: Watch, destination: Destination): Tap | undefined {
  const { method, options } = destination;
  const tap = openTap(watch, {
    method,
    url: destination.url(),
    transport: 'http',
    body: undefined,
    header: headerReader(options.headers),
  });
  if (tap !== undefined) tap.signal = options.signal;
  return tap;
}
