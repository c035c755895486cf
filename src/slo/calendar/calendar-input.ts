// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Issue, Path } from '../objectives/objectives-error.ts';
import { CRON_ALLOWED, parseCron, type Cron } from './cron.ts';
import type {
  CalendarInput,
  TimeWindow,
  TimeWindowInput,
} from './time-window.ts';
import { isTimeZone } from './time-zone.ts';

/** Allowed values of the members of a window, in words. */
export const WINDOW_ALLOWED = {
  moment: 'an RFC 3339 time, as in 2026-12-01T22:00:00+01:00',
  duration: 'a duration from 1m to 7d, as in 30m, 2h, 1d, 1h30m',
  timeZone: 'the IANA name of a time zone, as in Europe/Berlin or UTC',
} as const;

const WEEK = 7 * 86_400;
const UNITS = { d: 86_400, h: 3600, m: 60 } as const;

/** Windows in the form that rules and the report read. Valid input only. */
export function timeWindows(
  inputs: readonly TimeWindowInput[] = []
): TimeWindow[] {
  return inputs.map(({ from, to, cron, duration, timeZone }) =>
    cron === undefined
      ? { from: epoch(from), to: epoch(to), text: `${from} to ${to}` }
      : {
          text: `"${cron}" for ${duration} (${timeZone ?? 'UTC'})`,
          cron: parseCron(cron) as Cron,
          duration: lengthOf(duration),
          timeZone: timeZone ?? 'UTC',
        }
  );
}

/** Yields the mistakes in the windows of a file or an objective that the schema cannot find. */
export function* calendarIssues(
  input: CalendarInput,
  path: Path
): Generator<Issue> {
  for (const member of ['exclude', 'only'] as const) {
    for (const [index, window] of (input[member] ?? []).entries()) {
      yield* windowIssues(window, [...path, member, index]);
    }
  }
}

function* windowIssues(window: TimeWindowInput, path: Path): Generator<Issue> {
  const has = (name: keyof TimeWindowInput) => window[name] !== undefined;
  const isInterval = has('from') || has('to');
  if (isInterval === has('cron')) {
    const allowed = 'from and to, or cron and duration';
    const names = Object.keys(window).join(', ');
    yield { path, given: names === '' ? undefined : names, allowed };
    return;
  }
  const members = isInterval
    ? (['from', 'to'] as const)
    : (['cron', 'duration'] as const);
  for (const name of members) {
    if (has(name)) continue;
    const allowed =
      name === 'duration' ? WINDOW_ALLOWED.duration : WINDOW_ALLOWED.moment;
    yield { path: [...path, name], given: undefined, allowed };
  }
  for (const name of isInterval ? (['duration', 'timeZone'] as const) : []) {
    if (!has(name)) continue;
    const allowed = 'nothing besides from and to, which include their offset';
    yield { path: [...path, name], given: window[name], allowed };
  }
  yield* valueIssues(window, path);
}

function* valueIssues(
  { from, to, cron, duration, timeZone }: TimeWindowInput,
  path: Path
): Generator<Issue> {
  const moments = { from, to };
  for (const name of ['from', 'to'] as const) {
    const given = moments[name];
    if (given === undefined || Number.isFinite(epoch(given))) continue;
    yield { path: [...path, name], given, allowed: WINDOW_ALLOWED.moment };
  }
  if (epoch(to) - epoch(from) < 60) {
    const allowed = `a time at least a minute after from, ${from}`;
    yield { path: [...path, 'to'], given: to, allowed };
  }
  if (cron !== undefined && parseCron(cron) === undefined) {
    yield { path: [...path, 'cron'], given: cron, allowed: CRON_ALLOWED };
  }
  const length = lengthOf(duration);
  if (duration !== undefined && !(length >= 60 && length <= WEEK)) {
    const allowed = WINDOW_ALLOWED.duration;
    yield { path: [...path, 'duration'], given: duration, allowed };
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const allowed = WINDOW_ALLOWED.timeZone;
    yield { path: [...path, 'timeZone'], given: timeZone, allowed };
  }
}

/** Seconds since the epoch; NaN if there is no such day. */
function epoch(text: string | undefined): number {
  const [, day = ''] = /^(\d{4}-\d{2}-\d{2})/.exec(text ?? '') ?? [];
  const midnight = new Date(`${day}T00:00:00Z`);
  // `Date` reads the 30th of February as a day of March.
  const exists =
    Number.isFinite(midnight.getTime()) &&
    midnight.toISOString().startsWith(day);
  return exists ? Math.floor(Date.parse(text ?? '') / 1000) : NaN;
}

/** Seconds of a duration as in `1h30m`. */
function lengthOf(text: string | undefined): number {
  const parts = [...(text ?? '').matchAll(/(\d+)([dhm])/g)];
  return parts.reduce(
    (sum, [, count, unit]) =>
      sum + Number(count) * UNITS[unit as keyof typeof UNITS],
    0
  );
}
