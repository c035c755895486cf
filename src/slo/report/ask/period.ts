// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { SloWindow } from '../../objectives/objective.ts';
import { MONTH, secondsOf } from '../../objectives/windows.ts';

/** The window of the budget at the moment of a report, as queries ask for it. */
export interface Period {
  /** As in `30d`; for a month, the seconds since it began. */
  readonly range: string;
  readonly seconds: number;
  /** The window before, as in `[30d] offset 30d`. */
  readonly before: string;
  /** Length of the whole window, in seconds. */
  readonly whole: number;
}

/** @param at seconds since the epoch. */
export function periodOf(window: SloWindow, at: number): Period {
  if (window !== MONTH) {
    const seconds = secondsOf(window);
    const before = `[${window}] offset ${window}`;
    return { range: window, seconds, before, whole: seconds };
  }
  const now = new Date(at * 1000);
  const month = (add: number) =>
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + add, 1) / 1000;
  // At the very beginning of a month there is nothing yet, and a range cannot be empty.
  const seconds = Math.max(60, Math.round(at - month(0)));
  return {
    range: `${seconds}s`,
    seconds,
    before: `[${month(0) - month(-1)}s] offset ${seconds}s`,
    whole: month(1) - month(0),
  };
}
