// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { guarded, outside } from '../../guard.ts';
import type { Tap } from '../tap.ts';
import { clearInterval, setInterval } from '../originals.ts';

const LOOK_MS = 50;

let unsent: Tap[] = [];
let timer: NodeJS.Timeout | undefined;

/**
 * Ends a call of fetch that is aborted before it is sent. Fetch rejects its promise at once, but undici reports the abort
 * only once there is a connection or connecting fails, ten seconds later in an outage. The signal is polled instead of
 * listened to, because the application can count its listeners.
 */
export function endWhenGivenUp(tap: Tap): void {
  if (tap.signal === undefined || tap.connected || tap.over) return;
  unsent.push(tap);
  timer ??= outside(() => setInterval(look, LOOK_MS).unref());
}

function look(): void {
  const asked = unsent;
  // A hook that runs at the end of a call may make another one.
  unsent = [];
  for (const tap of asked) if (isUnsent(tap)) unsent.push(tap);
  if (unsent.length > 0) return;
  clearInterval(timer);
  timer = undefined;
}

/** Ends the call if it was aborted. @returns whether it is still unsent. */
function isUnsent(tap: Tap): boolean {
  if (tap.connected || tap.over) return false;
  if (tap.signal?.aborted !== true) return true;
  guarded('given up', () => tap.giveUp());
  return false;
}
