// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Undo } from '../patch-method.ts';
import type { Watch } from '../watch.ts';
import { type Fetch, patchFetch } from './fetch.ts';

/**
 * Watches the global `fetch`: begins the exchange with the caller's arguments, so that the model is known when the span
 * is sampled. The bytes are observed in ../undici; the response is not touched here.
 */
export function watchFetch(watch: Watch): Undo | undefined {
  return patchFetch(watch, globalThis, isNative);
}

/**
 * Watches the `fetch` of a copy of npm undici, in the module that implements it. Its redirects begin outside the context
 * of the dispatch, so without this, each hop would be a call of its own.
 */
export function watchFetchModule(
  watch: Watch,
  exports: object
): Undo | undefined {
  return patchFetch(watch, exports, () => true);
}

/** Only Node's own function loads the bundled undici. */
function isNative(fetch: Fetch): boolean {
  return Function.prototype.toString
    .call(fetch)
    .includes("require('internal/deps/undici/undici')");
}
