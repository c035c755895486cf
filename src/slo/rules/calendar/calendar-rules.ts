// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Cron } from '../../calendar/cron.ts';
import { DAY, dayParts } from '../../calendar/day-parts.ts';
import {
  hasWindows,
  isRecurring,
  type Calendar,
  type Recurring,
  type TimeWindow,
} from '../../calendar/time-window.ts';
import { offsetsOf } from '../../calendar/time-zone.ts';
import type { Objectives } from '../../objectives/objective.ts';
import { quoted } from '../../sli/promql.ts';
import { secondsOf } from '../../objectives/windows.ts';
import { COUNTED } from '../base-series.ts';
import type { Labels, RecordingRule } from '../rule.ts';

/** Seconds of the wall clock of a time zone, {@link AHEAD} from now. */
const LOCAL_TIME = 'genai_slo:local_time:seconds';
/**
 * The calendar is read so much ahead of time: it is evaluated each minute, and a series that was recorded in the same
 * group may be read one evaluation later (vmalert). Windows begin that much earlier, and never late.
 */
const AHEAD = '2m';

/** Says at each minute whether the objectives with windows count, and the service as a whole. */
export function calendarRules(
  { service, objectives, exclude, only }: Objectives,
  time: (window: string) => string
): RecordingRule[] {
  const calendars: readonly (Calendar & { readonly labels: Labels })[] = [
    { labels: { service }, exclude, only },
    ...objectives.map(objective => ({
      labels: { service, slo: objective.name },
      exclude: objective.exclude,
      only: objective.only,
    })),
  ].filter(hasWindows);
  const zones = new Set(
    calendars.flatMap(calendar =>
      [...calendar.exclude, ...calendar.only].flatMap(window =>
        isRecurring(window) ? [window.timeZone] : []
      )
    )
  );
  const ahead = secondsOf(time(AHEAD));
  return [
    ...[...zones].map(zone => ({
      record: LOCAL_TIME,
      expr: `vector(${clockOf(zone, ahead)})`,
      labels: { service, zone },
    })),
    ...calendars.map(({ labels, ...calendar }) => ({
      record: COUNTED,
      expr: counted(service, calendar, ahead),
      labels,
    })),
  ];
}

/** Plain arithmetic, because Prometheus knows no time zones: the first offset, and each change from its moment on. */
function clockOf(zone: string, ahead: number): string {
  const now = `time() + ${ahead}`;
  const { first, changes } = offsetsOf(zone);
  return changes.reduce(
    (sum, [at, by]) =>
      `${sum} ${by < 0 ? '-' : '+'} ${Math.abs(by)} * (${now} >= bool ${at})`,
    first === 0 ? now : `${now} ${first < 0 ? '-' : '+'} ${Math.abs(first)}`
  );
}

function counted(
  service: string,
  { exclude, only }: Calendar,
  ahead: number
): string {
  const any = (windows: readonly TimeWindow[]) =>
    windows.map(window => covered(service, window, ahead)).join(' or ');
  const inside = only.length === 0 ? '' : ` and on () (${any(only)})`;
  const outside = exclude.length === 0 ? '' : ` unless on () (${any(exclude)})`;
  return `vector(1)${inside}${outside} or vector(0)`;
}

/** Something while a window lasts, and nothing else. */
function covered(service: string, window: TimeWindow, ahead: number): string {
  if (!isRecurring(window)) {
    return `(vector(time() + ${ahead}) >= ${window.from} < ${window.to})`;
  }
  const local = `${LOCAL_TIME}{service=${quoted(service)},zone=${quoted(window.timeZone)}}`;
  return recurring(window, local);
}

function recurring(window: Recurring, local: string): string {
  const days = dayParts(window).map(({ daysAgo, parts }) => {
    const begun = daysAgo === 0 ? local : `(${local} - ${daysAgo * DAY})`;
    const passed =
      daysAgo === 0
        ? `${local} % ${DAY}`
        : `${local} % ${DAY} + ${daysAgo * DAY}`;
    const times = parts.map(([from, to]) => `${passed} >= ${from} < ${to}`);
    return [`(${times.join(' or ')})`, ...dates(window.cron, begun)].join(
      ' and '
    );
  });
  return `(${days.join(' or ')})`;
}

/** Conditions on the day on which a window began; two restricted day fields hold when either does. */
function dates(
  { daysOfMonth, months, daysOfWeek }: Cron,
  begun: string
): string[] {
  const days = [
    ...runs(`day_of_month(${begun})`, daysOfMonth),
    ...runs(`day_of_week(${begun})`, daysOfWeek),
  ];
  return [days, runs(`month(${begun})`, months)]
    .filter(alternatives => alternatives.length > 0)
    .map(alternatives => `(${alternatives.join(' or ')})`);
}

/** `day_of_week(v) >= 1 <= 5` for Monday to Friday. */
function runs(value: string, allowed: readonly number[] | undefined): string[] {
  const found: [number, number][] = [];
  for (const one of allowed ?? []) {
    const last = found.at(-1);
    if (last?.[1] === one - 1) last[1] = one;
    else found.push([one, one]);
  }
  return found.map(([from, to]) =>
    from === to ? `${value} == ${from}` : `${value} >= ${from} <= ${to}`
  );
}
