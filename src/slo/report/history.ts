// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HistoryPoint, TargetReport } from './report.ts';

/** Events of each hour of one target, at its end. */
export interface Hours {
  readonly allHours: readonly Point[];
  readonly badHours: readonly Point[];
}

type Point = readonly [at: number, value: number];

/** The hour with the greatest share of bad events; none where nothing was bad. */
export function worstHourOf({
  allHours,
  badHours,
}: Hours): TargetReport['worstHour'] {
  const bad = new Map(badHours);
  let worst: TargetReport['worstHour'];
  for (const [at, total] of allHours) {
    const ratio = total > 0 ? (bad.get(at) ?? 0) / total : 0;
    if (ratio > (worst?.errorRatio ?? 0)) {
      worst = { at: isoOf(at - 3600), errorRatio: ratio };
    }
  }
  return worst;
}

const DAY = 86_400;

/** Hours added up to days that end with the moment of the report. */
export function daily({ allHours, badHours }: Hours): HistoryPoint[] {
  const last = Math.max(...allHours.map(([at]) => at), 0);
  const days = new Map<number, { total: number; bad: number }>();
  const add = (points: readonly Point[], member: 'total' | 'bad') => {
    for (const [at, value] of points) {
      const ago = Math.floor((last - at) / DAY);
      const day = days.get(ago) ?? { total: 0, bad: 0 };
      day[member] += value;
      days.set(ago, day);
    }
  };
  add(allHours, 'total');
  add(badHours, 'bad');
  return [...days]
    .sort(([a], [b]) => b - a)
    .map(([ago, { total, bad }]) => ({
      at: isoOf(last - (ago + 1) * DAY),
      total,
      bad,
      ...(total > 0 && { errorRatio: bad / total }),
    }));
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
