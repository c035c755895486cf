// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { guarded } from '../../guard.ts';
import { builtin } from '../builtin.ts';
import { wanted } from '../matching.ts';
import { guardCall, type Passage } from '../patch.ts';
import { patchMethod, type Undo } from '../patch-method.ts';
import { inNextTurn } from '../originals.ts';
import type { Watch } from '../watch.ts';
import {
  keepWithCaller,
  layerPassage,
  tapDirectRequest,
  type Layer,
} from './calls.ts';
import { watchConstructor } from './constructor.ts';
import { destinationOf } from './destination.ts';

export type Request = (this: unknown, ...args: unknown[]) => ClientRequest;

export interface HttpModule {
  request: Request;
  get: Request;
}

export interface HttpWatch {
  /** Wraps again if another wrapper was put on top since: an HTTP span must begin inside ours. */
  goOutermost(): void;
  undo: Undo;
}

/** How many times we wrap again. */
const MAX_LAYERS = 8;

/** Announces each request at the end of its constructor, from Node 22 on. */
const CREATED = 'http.client.request.created';

/**
 * Watches `request` and `get` of node:http and node:https, also as named imports, and requests that are constructed
 * directly. If other instrumentations wrap these too, our wrapper goes outermost, so that their span is a child of ours.
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
        if (!ours.has(module.request)) inNextTurn('http', goOutermost);
      },
    };
    const undoRequest = patchMethod<Request>(module, 'request', original =>
      guardCall('http', original, (_, args) => layerPassage(layer, args))
    );
    const { request } = module;
    const undoGet = patchMethod<Request>(module, 'get', original =>
      guardCall('http get', original, (_, args) =>
        getPassage(layer, args, request)
      )
    );
    const undos = [undoGet, undoRequest].filter(undo => undo !== undefined);
    ours.add(request);
    return undos;
  };

  const onCreated = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    guarded('http created', () => {
      if (!keepWithCaller(request)) tapDirectRequest(watch, request);
    });
  };
  subscribe(CREATED, onCreated);
  const undoConstructor = watchConstructor(watch);
  goOutermost();

  return {
    goOutermost,
    undo() {
      unsubscribe(CREATED, onCreated);
      undoConstructor?.();
      for (const undo of layers.splice(0).reverse()) undo();
      wrapped.clear();
      syncBuiltinESMExports();
    },
  };
}

/** Only Node's own function constructs the request; a wrapper calls another function. */
function isNative(request: Request): boolean {
  return /\bnew ClientRequest\(|\bReflectConstruct\(ClientRequest\b/.test(
    Function.prototype.toString.call(request)
  );
}

/** Node's `get` calls Node's own `request`; this one calls the patched `request`. */
function getPassage(
  layer: Layer,
  args: unknown[],
  request: Request
): Passage | undefined {
  layer.covered();
  const destination = destinationOf(args, layer.protocol);
  if (destination === undefined) return undefined;
  const { method, target, headers } = destination;
  if (!wanted(layer.watch, method, target, headers)) return undefined;
  return {
    enter() {
      const sent = request(...args);
      sent.end();
      return sent;
    },
  };
}
