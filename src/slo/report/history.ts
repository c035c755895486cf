// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Point } from './prometheus.ts';
import type { HistoryPoint, TargetReport } from './report.ts';

/** Events of one target per hour, each at the end of the hour. */
export interface Hours {
  /** Start of the window, in seconds since the epoch: at the start of a month, the first hour is shorter. */
  readonly since?: number;
  readonly allHours: readonly Point[];
  readonly badHours: readonly Point[];
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Most points of a burn-down. */
const POINTS = 120;

/** The hour with the greatest share of bad events; `undefined` if nothing was bad. */
export function worstHourOf({
  since = 0,
  allHours,
  badHours,
}: Hours): TargetReport['worstHour'] {
  const bad = new Map(badHours);
  let worst: TargetReport['worstHour'];
  for (const [at, total] of allHours) {
    const ratio = total > 0 ? (bad.get(at) ?? 0) / total : 0;
    if (ratio > (worst?.errorRatio ?? 0)) {
      const from = Math.max(since, at - HOUR);
      worst = { at: isoOf(from), until: isoOf(at), errorRatio: ratio };
    }
  }
  return worst;
}

/** Hours added up to calendar days (UTC). An hour belongs to the day that most of it is in. */
export function daily({
  since = 0,
  allHours,
  badHours,
}: Hours): HistoryPoint[] {
  const dayOf = (hourEnd: number) =>
    startOfDay(Math.max(since, hourEnd - HOUR / 2));
  const ends = allHours.map(([at]) => dayOf(at));
  if (ends.length === 0) return [];
  const days = new Map<number, { total: number; bad: number }>();
  // A day without data keeps its place in a chart.
  for (let day = Math.min(...ends); day <= Math.max(...ends); day += DAY) {
    days.set(day, { total: 0, bad: 0 });
  }
  for (const [at, value] of allHours) days.get(dayOf(at))!.total += value;
  for (const [at, value] of badHours) {
    const day = days.get(dayOf(at));
    if (day !== undefined) day.bad += value;
  }
  return [...days].map(([day, { total, bad }]) => ({
    at: isoOf(day),
    total,
    bad,
    ...(total > 0 && { errorRatio: bad / total }),
  }));
}

/** The remaining share of the budget over the window, at most {@link POINTS} points. */
export function burnDownOf(
  badHours: readonly Point[],
  allowed: number
): TargetReport['burnDown'] {
  if (allowed <= 0) return [];
  const every = Math.ceil(badHours.length / POINTS);
  let spent = 0;
  return badHours.flatMap(([at, bad], index) => {
    spent += bad;
    const isShown =
      (badHours.length - 1 - index) % Math.max(1, every) === 0 || index === 0;
    return isShown ? [{ at: isoOf(at), left: 1 - spent / allowed }] : [];
  });
}

export function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY;
}
