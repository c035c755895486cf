// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Recurring } from './time-window.ts';

export const DAY = 86_400;

/** Parts of a day, in seconds since the midnight of the day on which their windows began. */
export interface DayParts {
  /** Days since the windows began. */
  readonly daysAgo: number;
  readonly parts: readonly (readonly [from: number, to: number])[];
}

/** Returns the parts of a day that are covered by windows which began on that day, on the day before, and so on. */
export function dayParts({ cron, duration }: Recurring): DayParts[] {
  const covered: [number, number][] = [];
  for (const start of cron.starts) {
    const last = covered.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = start + duration;
    else covered.push([start, start + duration]);
  }
  const days = Math.ceil((covered.at(-1)?.[1] ?? 0) / DAY);
  return Array.from({ length: days }, (_, daysAgo) => ({
    daysAgo,
    parts: covered.filter(
      ([from, to]) => from < (daysAgo + 1) * DAY && to > daysAgo * DAY
    ),
  })).filter(({ parts }) => parts.length > 0);
}
