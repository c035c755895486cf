// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import { guardCall, patchMethod, type Undo } from '../patch.ts';
import { type Dispatch, wrapDispatch } from './dispatch.ts';
import { watchCreated } from './request.ts';
import { isObject } from '../safe-reads.ts';
import {
  type DispatcherWatch,
  NEWER_GLOBAL,
  OLDER_GLOBAL,
  type Watch,
} from '../watch.ts';

export interface UndiciWatch extends DispatcherWatch {
  /** Patches the classes that a copy of npm undici exports. */
  watchModule(exports: unknown): void;
  undo: Undo;
}

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

type Compose = (...interceptors: unknown[]) => unknown;

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
  /** Owners of `dispatch()`, and whether they could be patched. */
  const owners = new WeakMap<object, boolean>();

  const watchOwner = (dispatcher: unknown): boolean => {
    watchCompose(dispatcher);
    const owner = ownerOf(dispatcher, 'dispatch');
    if (owner === undefined) return false;
    if (!owners.has(owner)) {
      const undo = patchMethod<Dispatch>(owner, 'dispatch', original =>
        wrapDispatch(watch, original)
      );
      owners.set(owner, undo !== undefined);
      if (undo !== undefined) undos.push(undo);
    }
    return owners.get(owner) === true && !types.isProxy(dispatcher);
  };

  /** Interceptors may rewrite a call, so that ours has to be the first that it passes. */
  const watchCompose = (dispatcher: unknown): void => {
    const owner = ownerOf(dispatcher, 'compose');
    if (owner === undefined || owners.has(owner)) return;
    const undo = patchMethod<Compose>(owner, 'compose', original =>
      guardCall('compose', original, (_, args) => {
        if (!watch.active) return undefined;
        const given = Array.isArray(args[0]) ? args[0] : args;
        const all = [...(given as unknown[]), outermost(watch)];
        args.splice(0, args.length, ...all);
        return { enter: call => call() };
      })
    );
    owners.set(owner, undo !== undefined);
    if (undo !== undefined) undos.push(undo);
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
