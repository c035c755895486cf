// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import { report } from '../../guard.ts';
import {
  givenHeaders,
  isGenuine,
  isObject,
  noHeaders,
  plainMembers,
} from '../safe-reads.ts';
import type { Tap } from '../tap.ts';

/**
 * For a replaced fetch, or a dispatcher that cannot be patched: the outcome of the call is known only from its promise.
 * The returned promise settles a microtask later; a separate branch would hide an unhandled rejection.
 */
export function followed(tap: Tap, promise: unknown): unknown {
  // An instance from any realm.
  if (!types.isPromise(promise)) {
    settle(tap, promise);
    return promise;
  }
  return promise.then(
    response => {
      settle(tap, response);
      return response;
    },
    (error: unknown) => {
      try {
        tap.failOutside(error);
      } catch (failure) {
        report('fetch', failure);
      }
      throw error;
    }
  );
}

function settle(tap: Tap, response: unknown): void {
  try {
    tap.settleUnwatched(headOf(response));
  } catch (error) {
    report('fetch', error);
  }
}

/** Reads the head of a `Response`, or of the object that a replaced fetch returns. */
function headOf(response: unknown): Parameters<Tap['settleUnwatched']>[0] {
  if (!isObject(response)) return undefined;
  const { status, headers } = isGenuine(response, 'Response')
    ? (response as { status?: unknown; headers?: unknown })
    : (plainMembers(response, ['status', 'headers']) ?? {});
  return typeof status === 'number'
    ? {
        status,
        headers: givenHeaders(headers) ?? noHeaders,
        at: performance.now(),
      }
    : undefined;
}
