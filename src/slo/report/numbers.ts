// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Text for a missing number. */
const NONE = '–';

/** A share in percent, truncated rather than rounded: an SLI just below its target must not look as if it met it. */
export function percent(share: number | undefined, decimals = 4): string {
  if (share === undefined) return NONE;
  const scale = 10 ** decimals;
  // Rounded to 12 digits first; otherwise 0.9993 would become 99.9299.
  const digits = Math.floor(Number((share * 100 * scale).toPrecision(12)));
  return `${(digits / scale).toFixed(decimals)} %`;
}

/** Without the sign of a zero: an excess below the shown precision is not shown. */
const signDisplay = 'negative';
const COUNT = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 0,
  signDisplay,
});
const SMALL = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 1,
  signDisplay,
});

/** A share in percent with three digits, truncated as above: `137 %`, `99.9 %`, `0.0333 %`. */
export function share(value: number): string {
  const parts = Number((value * 100).toPrecision(12));
  if (parts >= 100) return `${COUNT.format(Math.floor(parts))} %`;
  if (!(parts > 0)) return '0 %';
  const scale = 10 ** (2 - Math.floor(Math.log10(parts)));
  return `${Math.floor(Number((parts * scale).toPrecision(12))) / scale} %`;
}

const MONEY = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay,
});

/** Events, or money; with a decimal if they are few. */
export function count(value: number): string {
  return (Math.abs(value) < 100 ? SMALL : COUNT).format(value);
}

/** A number of the unit of a budget: whole events, or money with its cents. */
export function amount(value: number, unit: string): string {
  if (unit === 'USD') {
    return Math.abs(value) < 100 ? MONEY.format(value) : COUNT.format(value);
  }
  return COUNT.format(value);
}

/** How many times faster than allowed. */
export function burn(value: number | undefined): string {
  return value === undefined ? NONE : `${value.toFixed(value < 10 ? 2 : 1)}×`;
}

export function days(value: number | undefined): string {
  return value === undefined ? NONE : `${value.toFixed(1)} d`;
}

/** A duration with three digits. */
export function seconds(value: number | undefined): string {
  if (value === undefined) return NONE;
  return value < 1
    ? `${Number((value * 1000).toPrecision(3))} ms`
    : `${Number(value.toPrecision(3))} s`;
}

/** `2026-11-26 10:00` in UTC. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `2026-11-26 10:00–11:00 UTC`, or with both days where they differ. */
export function span(from: string, until: string): string {
  const end =
    from.slice(0, 10) === until.slice(0, 10)
      ? `${until.slice(11, 16)} UTC`
      : moment(until);
  return `${from.slice(0, 10)} ${from.slice(11, 16)}–${end}`;
}
