// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { inspect } from 'node:util';

/**
 * What `look` returns, once that is something. Servers are asked before they are up: until the limit, an error is an
 * answer that is not there yet. The limit is for what hangs, not for what is slow.
 *
 * @template T
 * @param {string} what is waited for, for the error
 * @param {() => T | Promise<T>} look
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, look, limitMs = 30_000) {
  const limit = performance.now() + limitMs;
  for (;;) {
    let last;
    try {
      last = await look();
      if (last !== undefined && last !== false && last !== null) return last;
    } catch (error) {
      last = error;
    }
    if (performance.now() > limit) {
      throw new Error(
        `not within ${limitMs / 1000} s: ${what}; last: ${inspect(last)}`
      );
    }
    await new Promise(done => setTimeout(done, 100));
  }
}
