// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tap } from '../tap.ts';

const LOOK_MS = 50;

const unsent = new Set<Tap>();
let timer: NodeJS.Timeout | undefined;
// A timer keeps what the application had in its storage when it began.
const outside = AsyncLocalStorage.snapshot();

/**
 * Ends a call of fetch that is given up before it is sent. Fetch rejects its promise at once; undici tells of it when the
 * connection is there, or is not to be had, which in an outage is ten seconds later. A signal is looked at rather than
 * listened to: the application can count its listeners.
 */
export function endWhenGivenUp(tap: Tap): void {
  if (tap.signal === undefined || tap.sending || tap.ended) return;
  unsent.add(tap);
  timer ??= outside(() => setInterval(look, LOOK_MS).unref());
}

function look(): void {
  for (const tap of unsent) {
    if (!tap.sending && !tap.ended) {
      if (tap.signal?.aborted !== true) continue;
      tap.givenUp();
    }
    unsent.delete(tap);
  }
  if (unsent.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}
