// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The offset of a time zone from UTC, in seconds: the first one, and each change. */
export interface ZoneOffsets {
  readonly first: number;
  readonly changes: readonly (readonly [at: number, by: number])[];
}

const DAY = 86_400;
/** Years whose clock changes are written into rules. Outside them, the nearest offset applies. */
const FIRST_YEAR = 2025;
const LAST_YEAR = 2037;

const known = new Map<string, ZoneOffsets>();

/** Whether this Node.js knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** All changes of a time zone's clock from 2025 to 2037, by the time zone data of this Node.js. */
export function offsetsOf(timeZone: string): ZoneOffsets {
  const found = known.get(timeZone);
  if (found !== undefined) return found;
  const format = formatOf(timeZone);
  const begin = Date.UTC(FIRST_YEAR, 0, 1) / 1000;
  const end = Date.UTC(LAST_YEAR + 1, 0, 1) / 1000;
  const first = offsetAt(format, begin);
  const changes: [number, number][] = [];
  let before = first;
  // No time zone changes twice within a week.
  for (let at = begin; at < end; at += 7 * DAY) {
    const after = offsetAt(format, at + 7 * DAY);
    if (after === before) continue;
    changes.push([changeBetween(format, at, at + 7 * DAY), after - before]);
    before = after;
  }
  const offsets = { first, changes };
  known.set(timeZone, offsets);
  return offsets;
}

/** Seconds of the wall clock, as if it were UTC. */
export function localTime({ first, changes }: ZoneOffsets, at: number): number {
  return changes.reduce(
    (local, [change, by]) => (at >= change ? local + by : local),
    at + first
  );
}

function changeBetween(
  format: Intl.DateTimeFormat,
  from: number,
  to: number
): number {
  const before = offsetAt(format, from);
  let [low, high] = [from, to];
  while (high - low > 60) {
    const middle = Math.floor((low + high) / 120) * 60;
    if (offsetAt(format, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(
    format.formatToParts(at * 1000).map(({ type, value }) => [type, value])
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name));
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second')
  );
  return local / 1000 - at;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
