// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** One way in which a budget burns too fast: over a long window, and over a short one, which is over soon after the cause. */
export interface BurnWindow {
  readonly long: Window;
  readonly short: Window;
  /** How many times faster than the budget allows. */
  readonly factor: number;
  /**
   * Minutes of data before it may fire. Over the first hours a long window is as short as the data, and would make a
   * page of what is not even a ticket.
   */
  readonly atLeast: number;
}

/** Windows that ratios are recorded for, besides that of the budget. */
export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

export type Window = (typeof WINDOWS)[number];

/**
 * Two ways to page and two to ticket.
 *
 * @see https://sre.google/workbook/alerting-on-slos/ (6: multiwindow, multi-burn-rate alerts)
 */
export const BURN_WINDOWS: Readonly<
  Record<'page' | 'ticket', readonly BurnWindow[]>
> = {
  page: [
    { long: '1h', short: '5m', factor: 14.4, atLeast: 0 },
    { long: '6h', short: '30m', factor: 6, atLeast: 90 },
  ],
  ticket: [
    { long: '1d', short: '2h', factor: 3, atLeast: 6 * 60 },
    { long: '3d', short: '6h', factor: 1, atLeast: 18 * 60 },
  ],
};

/** Shares of a budget that a window of 30 days spends at the factors above hold for other windows, down to these factors. */
const LEAST_FACTORS: Readonly<Partial<Record<Window, number>>> = {
  '1h': 6,
  '6h': 3,
  '1d': 1.5,
  '3d': 1,
};

/** The ways to burn too fast, with the factors of a window of so many seconds. */
export function burnWindowsOf(
  seconds: number
): Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>> {
  return scaledTo(BURN_WINDOWS, seconds);
}

/** The ways in which money goes too fast, with the factors of a window of so many seconds. */
export function costWindowsOf(
  seconds: number
): Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>> {
  return scaledTo(COST_WINDOWS, seconds);
}

/** The same share of the budget in the same time, whatever the length of its window. */
function scaledTo(
  { page, ticket }: Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>>,
  seconds: number
) {
  const share = seconds / (30 * 86_400);
  const scaled = (windows: readonly BurnWindow[]) =>
    windows.map(window => ({
      ...window,
      factor: Math.max(
        Number((window.factor * share).toPrecision(3)),
        LEAST_FACTORS[window.long] ?? 1
      ),
    }));
  return {
    page: scaled(page),
    ticket: scaled(ticket),
  };
}

/**
 * The ways in which money goes too fast. A batch spends in an hour what lasts for a day, so the pace of a day is what
 * counts, and the last hour says whether it still goes on.
 */
const COST_WINDOWS: Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>> =
  {
    page: [{ long: '1d', short: '1h', factor: 3, atLeast: 0 }],
    ticket: [{ long: '3d', short: '6h', factor: 1, atLeast: 0 }],
  };

/** A calendar month, UTC. */
export const MONTH = 'month';

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a window as in `5m`. */
export function secondsOf(window: string): number {
  // Rules and the report go by the length of the very month where it matters.
  if (window === MONTH) return 30 * UNITS.d;
  const unit = window.slice(-1) as keyof typeof UNITS;
  return Number(window.slice(0, -1)) * UNITS[unit];
}
