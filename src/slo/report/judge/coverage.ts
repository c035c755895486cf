// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { rounded } from '../../objectives/objective.ts';
import { countedAt } from '../../calendar/counted-at.ts';
import type { Calendar } from '../../calendar/time-window.ts';
import type { Point } from '../prometheus.ts';

const HOUR = 3600;
/**
 * Number of similar pauses from which they count as the rhythm of the service: a weekly job has three in four weeks.
 */
const PAUSES_OF_A_RHYTHM = 3;
const SIMILAR = 1.25;

/**
 * Returns the share of a window with data.
 *
 * A cron job has data while it runs: an hour with a run is covered, and so are the pauses between its runs, when they
 * recur. The first hour counts by its samples, so that a service which is a minute old does not look an hour old.
 *
 * @param present how many samples each hour has, at the hour's end.
 * @param full samples of an hour without a gap.
 */
export function coverageOf(
  present: readonly Point[],
  full: number,
  { at, seconds }: { readonly at: number; readonly seconds: number }
): number {
  const hours = present.filter(([, samples]) => samples > 0);
  const [first] = hours;
  if (first === undefined) return 0;
  const [firstEnd, firstSamples] = first;
  const ends = hours.map(([end]) => end);
  const pauses = ends.map((end, index) => (ends[index + 1] ?? at) - end - HOUR);
  const between = pauses.slice(0, -1).filter(pause => pause > 0);
  const before = firstEnd - HOUR - (at - seconds);
  const usual = longestRecurring(between);
  const uncovered = [before, ...pauses].reduce(
    (sum, pause) => (pause > usual * SIMILAR ? sum + pause - usual : sum),
    0
  );
  const firstHour = HOUR * (1 - Math.min(1, firstSamples / full));
  return rounded(
    Math.min(1, Math.max(0, 1 - (uncovered + firstHour) / seconds))
  );
}

/** Hours outside the calendar are no gap: after the first hour with data, they count as hours with data. */
export function withUncounted(
  present: readonly Point[],
  full: number,
  calendar: Calendar,
  at: number
): readonly Point[] {
  const first = present.find(([, samples]) => samples > 0);
  if (first === undefined) return present;
  const filled = new Map(present);
  for (let end = first[0] + HOUR; end <= at; end += HOUR) {
    if ((filled.get(end) ?? 0) === 0 && !anyCounted(calendar, end)) {
      filled.set(end, full);
    }
  }
  return [...filled].sort(([a], [b]) => a - b);
}

function anyCounted(calendar: Calendar, end: number): boolean {
  for (let minute = 1; minute <= 60; minute++) {
    if (countedAt(calendar, end - 60 * minute)) return true;
  }
  return false;
}

/** The longest pause that recurs. */
function longestRecurring(pauses: readonly number[]): number {
  const recurring = pauses.filter(
    pause =>
      pauses.filter(
        other => other <= pause * SIMILAR && pause <= other * SIMILAR
      ).length >= PAUSES_OF_A_RHYTHM
  );
  return Math.max(0, ...recurring);
}
