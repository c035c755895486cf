// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Cron } from './cron.ts';

/** One interval, in seconds since the epoch; the end is exclusive. */
export interface Interval {
  readonly from: number;
  readonly to: number;
  /** The window in words. */
  readonly text: string;
}

/** Intervals that recur: each begins at a time of the cron expression, by the wall clock of its time zone. */
export interface Recurring {
  readonly cron: Cron;
  /** Seconds by the wall clock. */
  readonly duration: number;
  /** IANA name, as in `Europe/Berlin`. */
  readonly timeZone: string;
  /** The window in words. */
  readonly text: string;
}

export type TimeWindow = Interval | Recurring;

/** The time that an objective counts: inside `only`, if there is any, and outside `exclude`. */
export interface Calendar {
  readonly exclude: readonly TimeWindow[];
  readonly only: readonly TimeWindow[];
}

export function isRecurring(window: TimeWindow): window is Recurring {
  return 'cron' in window;
}

/** Whether a calendar leaves anything out. */
export function hasWindows({ exclude, only }: Calendar): boolean {
  return exclude.length > 0 || only.length > 0;
}

/** A window as written in the file. */
export interface TimeWindowInput {
  from?: string;
  to?: string;
  cron?: string;
  duration?: string;
  timeZone?: string;
  reason?: string;
}

export interface CalendarInput {
  exclude?: readonly TimeWindowInput[];
  only?: readonly TimeWindowInput[];
}
