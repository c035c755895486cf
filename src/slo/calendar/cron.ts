// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** A cron expression of five fields. A day field that matches every day is `undefined`. */
export interface Cron {
  /** Seconds of the day at which a window begins, in ascending order. */
  readonly starts: readonly number[];
  readonly daysOfMonth: readonly number[] | undefined;
  readonly months: readonly number[] | undefined;
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly number[] | undefined;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

interface Field {
  readonly least: number;
  readonly greatest: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { least: 0, greatest: 59 },
  { least: 0, greatest: 23 },
  { least: 1, greatest: 31 },
  { least: 1, greatest: 12, names: MONTHS },
  // 7 is Sunday as well.
  { least: 0, greatest: 7, names: DAYS },
];

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Allowed cron expressions, in words. */
export const CRON_ALLOWED =
  'five fields of numbers, names, ranges, lists and steps: minute 0-59, hour 0-23, day of month 1-31, month 1-12 or jan-dec, day of week 0-7 or sun-sat, as in "0 2 * * sun"';

/** Reads a cron expression; `undefined` if it is invalid or never matches. */
export function parseCron(text: string): Cron | undefined {
  const words = text.trim().toLowerCase().split(/\s+/);
  if (words.length !== FIELDS.length) return undefined;
  const values = FIELDS.map((field, index) =>
    valuesOf(words[index] ?? '', field)
  );
  const [minutes, hours, days, months, weekdays] = values;
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const cron: Cron = {
    starts: hours.flatMap(hour =>
      minutes.map(minute => hour * 3600 + minute * 60)
    ),
    daysOfMonth: restricted(days, 31),
    months: restricted(months, 12),
    daysOfWeek: restricted(
      [...new Set(weekdays.map(day => day % 7))].sort((a, b) => a - b),
      7
    ),
  };
  return everComes(cron) ? cron : undefined;
}

/** Whether windows begin on a day. If both day fields are restricted, either may match, as in every cron. */
export function beginsOn(
  { daysOfMonth, months, daysOfWeek }: Cron,
  day: Date
): boolean {
  if (months?.includes(day.getUTCMonth() + 1) === false) return false;
  const ofMonth = daysOfMonth?.includes(day.getUTCDate());
  const ofWeek = daysOfWeek?.includes(day.getUTCDay());
  if (ofMonth === undefined) return ofWeek ?? true;
  return ofMonth || (ofWeek ?? false);
}

function valuesOf(word: string, field: Field): number[] | undefined {
  const found = new Set<number>();
  for (const part of word.split(',')) {
    const values = partOf(part, field);
    if (values === undefined) return undefined;
    for (const value of values) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function partOf(
  part: string,
  { least, greatest, names = [] }: Field
): number[] | undefined {
  const [, range = '', , stepText] = /^([^/]+)(\/([0-9]+))?$/.exec(part) ?? [];
  const step = Number(stepText ?? 1);
  const numberOf = (text: string | undefined) => {
    const named = names.indexOf(text ?? '');
    if (named >= 0) return named + least;
    return /^[0-9]{1,2}$/.test(text ?? '') ? Number(text) : NaN;
  };
  const [first, last = first, more] = range.split('-');
  const isAll = range === '*';
  const from = isAll ? least : numberOf(first);
  // `5/10` means every 10 from 5 on.
  const open = isAll || (stepText !== undefined && !range.includes('-'));
  const to = open ? greatest : numberOf(last);
  const fits =
    more === undefined &&
    step >= 1 &&
    from >= least &&
    to <= greatest &&
    from <= to;
  if (!fits) return undefined;
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

function restricted(
  values: readonly number[],
  all: number
): readonly number[] | undefined {
  return values.length === all ? undefined : values;
}

/** Whether any date matches: the 30th of February never comes. */
function everComes({ daysOfMonth, months, daysOfWeek }: Cron): boolean {
  if (daysOfMonth === undefined || daysOfWeek !== undefined) return true;
  const [first = 1] = daysOfMonth;
  const longest = LONGEST_MONTHS.filter(
    (_, index) => months?.includes(index + 1) ?? true
  );
  return longest.some(length => length >= first);
}
