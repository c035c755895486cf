// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded } from '../../guard.ts';
import type { Tap } from '../tap.ts';

const LOOK_MS = 50;

const unsent = new Set<Tap>();
let timer: NodeJS.Timeout | undefined;
// A timer keeps what the application had in its storage when it began.
const outside = AsyncLocalStorage.snapshot();

/**
 * Ends a call of fetch that is given up before it is sent. Fetch rejects its promise at once; undici reports it when there is
 * a connection, or when connecting fails, which in an outage is ten seconds later. The signal is polled, for the application
 * can count its listeners.
 */
export function endWhenGivenUp(tap: Tap): void {
  if (tap.signal === undefined || tap.connected || tap.over) return;
  unsent.add(tap);
  timer ??= outside(() => setInterval(look, LOOK_MS).unref());
}

function look(): void {
  for (const tap of unsent) {
    if (!tap.connected && !tap.over) {
      if (tap.signal?.aborted !== true) continue;
      guarded('given up', () => tap.giveUp());
    }
    unsent.delete(tap);
  }
  if (unsent.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}
