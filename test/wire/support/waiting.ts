// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  setImmediate as nextTurn,
  setTimeout as delay,
} from 'node:timers/promises';

/** Waits until it is so; gives the answer up to then. */
export async function until(
  isSo: () => boolean,
  milliseconds = 1000
): Promise<boolean> {
  const limit = performance.now() + milliseconds;
  while (!isSo()) {
    if (performance.now() > limit) return false;
    await delay(1);
  }
  return true;
}

/** Waits until a number has stood still: nothing more is coming. */
export async function standstill(
  read: () => number,
  milliseconds = 60
): Promise<number> {
  let value = read();
  let since = performance.now();
  while (performance.now() - since < milliseconds) {
    await delay(4);
    const now = read();
    if (now !== value) [value, since] = [now, performance.now()];
  }
  return value;
}

/** Lets what is under way in this turn of the loop, and the next few, happen. */
export async function turns(count = 4): Promise<void> {
  for (let index = 0; index < count; index++) await nextTurn();
}
