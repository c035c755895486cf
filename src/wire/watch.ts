// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from './exchange.ts';
import type { Undo } from './patch-method.ts';

/** The state that the watchers of one wire share. */
export interface Watch {
  observer: ExchangeObserver;
  /** The watchers report to the observer. */
  active: boolean;
  /** `undefined` if the wire is not active. */
  undici: UndiciWatch | undefined;
}

/** Bundled and npm undici share the global dispatcher under these symbols; newer versions have both. */
export const NEWER_GLOBAL = Symbol.for('undici.globalDispatcher.2');
export const OLDER_GLOBAL = Symbol.for('undici.globalDispatcher.1');

export interface UndiciWatch {
  /**
   * Patches the class that owns `dispatch()` of a dispatcher, once.
   *
   * @returns whether its dispatches are seen synchronously: not if it cannot be patched or is composed.
   */
  watchOwner(dispatcher: unknown): boolean;
  /** Does so for the global dispatchers. */
  watchGlobal(): boolean;
  /** The global dispatchers that `watchGlobal()` found last, and its result. */
  newer: unknown;
  older: unknown;
  areSeen: boolean;
  /** Patches the classes that a copy of npm undici exports. */
  watchModule(exports: unknown): void;
  undo: Undo;
}
