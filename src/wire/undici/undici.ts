// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import { guardCall } from '../patch.ts';
import { patchMethod, type Undo } from '../patch-method.ts';
import { isObject } from '../safe-reads.ts';
import {
  NEWER_GLOBAL,
  OLDER_GLOBAL,
  type UndiciWatch,
  type Watch,
} from '../watch.ts';
import { type Dispatch, wrapDispatch } from './dispatch.ts';
import { watchCreated } from './request.ts';

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

/** Interceptors may rewrite a call, so that ours has to be the first that it passes. */
function wrapCompose(watch: Watch, original: Dispatch): Dispatch {
  return guardCall('compose', original, (_, args) => {
    if (!watch.active) return undefined;
    const given = Array.isArray(args[0]) ? args[0] : args;
    const all = [...(given as unknown[]), outermost(watch)];
    args.splice(0, args.length, ...all);
    return {};
  });
}

/** An interceptor through which each call passes before all others. */
function outermost(watch: Watch): (dispatch: Dispatch) => Dispatch {
  return dispatch => {
    const holder = { dispatch };
    patchMethod<Dispatch>(holder, 'dispatch', own => wrapDispatch(watch, own));
    // compose() refuses any other length, and a dispatcher of the application may have one.
    return Object.defineProperty(holder.dispatch, 'length', { value: 2 });
  };
}

/** The object of the prototype chain that has the method. */
function ownerOf(dispatcher: unknown, method: string): object | undefined {
  let owner = dispatcher;
  while (isObject(owner) && !Object.hasOwn(owner, method)) {
    owner = Object.getPrototypeOf(owner) as unknown;
  }
  return isObject(owner) ? owner : undefined;
}

/**
 * Watches undici, bundled or from npm, in two places. `dispatch()` runs in the caller's context before any queueing, so
 * the handler there certainly belongs to that call. The request that undici publishes on its channel carries the bytes of
 * one attempt. All subscribers of that channel run in the context of the call, so an HTTP span that is created there is a
 * child of ours, in any order of registration.
 */
export function watchUndici(watch: Watch): UndiciWatch {
  const undos: Undo[] = [watchCreated(watch)];
  /** Owners of each method, and whether they could be patched. */
  const owners = {
    compose: new WeakMap<object, boolean>(),
    dispatch: new WeakMap<object, boolean>(),
  };

  const patchOwner = (
    dispatcher: unknown,
    method: keyof typeof owners,
    wrap: (watch: Watch, original: Dispatch) => Dispatch
  ): boolean => {
    const owner = ownerOf(dispatcher, method);
    if (owner === undefined) return false;
    const known = owners[method].get(owner);
    if (known !== undefined) return known;
    const undo = patchMethod<Dispatch>(owner, method, original =>
      wrap(watch, original)
    );
    if (undo !== undefined) undos.push(undo);
    owners[method].set(owner, undo !== undefined);
    return undo !== undefined;
  };

  const watchOwner = (dispatcher: unknown): boolean => {
    patchOwner(dispatcher, 'compose', wrapCompose);
    const isPatched = patchOwner(dispatcher, 'dispatch', wrapDispatch);
    return isPatched && !types.isProxy(dispatcher);
  };

  return {
    watchOwner,
    watchGlobal() {
      const globals = globalThis as Record<symbol, unknown>;
      this.newer = globals[NEWER_GLOBAL];
      this.older = globals[OLDER_GLOBAL];
      const all = [this.newer, this.older].filter(isObject);
      const seen = all.filter(watchOwner);
      this.areSeen = seen.length > 0 && seen.length === all.length;
      return this.areSeen;
    },
    newer: undefined,
    older: undefined,
    areSeen: false,
    watchModule(exports) {
      if (!isObject(exports)) return;
      for (const name of DISPATCHER_CLASSES) {
        const found = exports[name];
        if (typeof found === 'function') watchOwner(found.prototype);
      }
    },
    undo() {
      for (const undo of undos.splice(0)) undo();
    },
  };
}
