// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { beginsOn } from './cron.ts';
import { DAY, dayParts } from './day-parts.ts';
import { isRecurring, type Calendar, type TimeWindow } from './time-window.ts';
import { localTime, offsetsOf } from './time-zone.ts';

/** Whether a calendar counts a moment. @param at seconds since the epoch. */
export function countedAt({ exclude, only }: Calendar, at: number): boolean {
  const inside = (window: TimeWindow) => covers(window, at);
  return (only.length === 0 || only.some(inside)) && !exclude.some(inside);
}

function covers(window: TimeWindow, at: number): boolean {
  if (!isRecurring(window)) return at >= window.from && at < window.to;
  const local = localTime(offsetsOf(window.timeZone), at);
  const ofDay = ((local % DAY) + DAY) % DAY;
  return dayParts(window).some(
    ({ daysAgo, parts }) =>
      beginsOn(window.cron, new Date((local - daysAgo * DAY) * 1000)) &&
      parts.some(
        ([from, to]) =>
          ofDay + daysAgo * DAY >= from && ofDay + daysAgo * DAY < to
      )
  );
}
