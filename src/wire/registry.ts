// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { builtin } from './builtin.ts';

/** A wire that can watch this process. */
export interface WireOwner {
  activate(): void;
  deactivate(): void;
}

/** The wires of this process. Only one is active: two would report every call twice. */
interface Registry {
  active: WireOwner | undefined;
  /**
   * Wires that a newer one replaced, the newest last. Held weakly, because a test runner discards a realm with all its
   * objects and disables nothing.
   */
  waiting: WeakRef<WireOwner>[];
}

const REGISTRY = Symbol.for('opentelemetry-instrumentation-genai.registry.2');

/** Used if no property can be set on the core module. */
let local: Registry | undefined;

/**
 * Shared by every copy of this package in the process: CommonJS and ESM, other versions, and the realms of a test runner.
 * Each realm has its own global object but shares the core modules that we patch.
 */
function registry(): Registry {
  const holder = builtin<{ [REGISTRY]?: Registry }>('http');
  const found = holder[REGISTRY] ?? local;
  if (found !== undefined) return found;
  const made: Registry = { active: undefined, waiting: [] };
  if (!Reflect.defineProperty(holder, REGISTRY, { value: made })) local = made;
  return made;
}

/** Makes `owner` the active wire, in place of the previous one: the newest belongs to the setup in use. */
export function claimWire(owner: WireOwner): void {
  const state = registry();
  if (state.active === owner) return;
  leave(state, owner);
  if (state.active !== undefined) {
    state.active.deactivate();
    state.waiting.push(new WeakRef(state.active));
  }
  state.active = owner;
  owner.activate();
}

/** Removes `owner`. If it was the active wire, the previous one becomes active again. */
export function releaseWire(owner: WireOwner): void {
  const state = registry();
  if (state.active !== owner) {
    leave(state, owner);
    return;
  }
  owner.deactivate();
  state.active = undefined;
  while (state.active === undefined && state.waiting.length > 0) {
    state.active = state.waiting.pop()?.deref();
  }
  state.active?.activate();
}

function leave(state: Registry, owner: WireOwner): void {
  state.waiting = state.waiting.filter(each => {
    const found = each.deref();
    return found !== undefined && found !== owner;
  });
}
