// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { EventOutcome } from './sli.ts';

const MINUTE = 60_000;
/** Minutes that are kept. */
export const MAX_MINUTES = 60;

interface Slot {
  minute: number;
  total: number;
  bad: number;
}

/** Good and bad events of the last hour in this process, by the minute. */
export class MinuteRing {
  readonly #slots: Slot[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(outcome: EventOutcome): void {
    if (outcome === 'excluded') return;
    const minute = Math.floor(this.#now() / MINUTE);
    const at = minute % MAX_MINUTES;
    let slot = this.#slots[at];
    if (slot?.minute !== minute) {
      slot = { minute, total: 0, bad: 0 };
      this.#slots[at] = slot;
    }
    slot.total++;
    if (outcome === 'bad') slot.bad++;
  }

  /** Events of the last so many minutes, the present one among them. */
  sum(minutes: number): { total: number; bad: number } {
    const from = firstMinute(minutes, this.#now());
    let total = 0;
    let bad = 0;
    for (const slot of this.#slots) {
      // Slots are made as they are needed: there may be holes.
      if (slot === undefined || slot.minute < from) continue;
      total += slot.total;
      bad += slot.bad;
    }
    return { total, bad };
  }
}

/** The first moment of the last so many minutes, the present one among them, in milliseconds of the epoch. */
export function beginningOf(minutes: number, now: number): number {
  return firstMinute(minutes, now) * MINUTE;
}

function firstMinute(minutes: number, now: number): number {
  return Math.floor(now / MINUTE) - minutes + 1;
}
