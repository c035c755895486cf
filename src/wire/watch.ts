// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from './exchange.ts';

/** The state that the watchers of one wire share. */
export interface Watch {
  observer: ExchangeObserver;
  /** The watchers report to the observer. */
  active: boolean;
  /** `undefined` if the wire is not active. */
  dispatchers: DispatcherWatch | undefined;
}

/** Bundled and npm undici share the global dispatcher under these symbols; newer versions have both. */
export const NEWER_GLOBAL = Symbol.for('undici.globalDispatcher.2');
export const OLDER_GLOBAL = Symbol.for('undici.globalDispatcher.1');

/** Watches dispatchers of undici. Its methods return whether their dispatches are seen synchronously. */
export interface DispatcherWatch {
  /** Patches the class that owns `dispatch()` of a dispatcher, once. */
  watchOwner(dispatcher: unknown): boolean;
  watchGlobal(): boolean;
  /** The global dispatchers that `watchGlobal()` found last, and what it returned. */
  newer: unknown;
  older: unknown;
  areSeen: boolean;
}
