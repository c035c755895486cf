// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One condition of a burn alert: the budget burns too fast over a long and a short window. The short one ends the alert
 * soon after its cause.
 */
export interface BurnWindow {
  readonly long: Window;
  readonly short: Window;
  /** How many times faster than the budget allows. */
  readonly factor: number;
  /**
   * Minutes of data before it may fire. In the first hours, a long window holds only the data that exists, and would
   * page for what is not even a ticket.
   */
  readonly atLeast: number;
}

/** Windows whose ratios are recorded, besides that of the budget. */
export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

export type Window = (typeof WINDOWS)[number];

/**
 * Two conditions for a page and two for a ticket.
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

/**
 * Least factors. Other windows than 30 days alert at the same spent share of the budget, but not below these factors.
 */
const LEAST_FACTORS: Readonly<Partial<Record<Window, number>>> = {
  '1h': 6,
  '6h': 3,
  '1d': 1.5,
  '3d': 1,
};

/** The conditions of burn alerts, with the factors for a budget window of so many seconds. */
export function burnWindowsOf(
  seconds: number
): Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>> {
  return scaledTo(BURN_WINDOWS, seconds);
}

/** The conditions of alerts on spending, with the factors for a budget window of so many seconds. */
export function costWindowsOf(
  seconds: number
): Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>> {
  return scaledTo(COST_WINDOWS, seconds);
}

/** Scales the factors, so that an alert fires at the same share of the budget in the same time, whatever the window. */
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
 * The conditions of alerts on spending. A batch may spend a day's money in an hour, so the pace of a day decides, and
 * the last hour shows whether it still goes on.
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
  // Rules and the report use the actual length of the month where it matters.
  if (window === MONTH) return 30 * UNITS.d;
  const unit = window.slice(-1) as keyof typeof UNITS;
  return Number(window.slice(0, -1)) * UNITS[unit];
}
