// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { rounded } from './objective.ts';

/** Returns the share, from 0 to 1, of a percentage with or without its sign. */
export function share(percent: number | string): number {
  return rounded(Number.parseFloat(String(percent)) / 100);
}

const PER = { s: 1, min: 60, h: 3600 } as const;

/** Returns the calls per second of a rate as in `10/min`. */
export function perSecond(rate: string): number {
  const [count = '', unit = ''] = rate.split('/');
  return Number(count) / PER[unit.trim() as keyof typeof PER];
}

/**
 * Returns the period over which a rate is judged: an hour for `4/h`, because four an hour are not one every five minutes.
 */
export function periodOf(rate: string): '5m' | '1h' {
  return rate.trim().endsWith('h') ? '1h' : '5m';
}

const UNITS = { ms: 0.001, s: 1, m: 60 } as const;

/** Seconds of a duration as in `500ms`. */
export function seconds(duration: string): number {
  const [, value, unit] = /^([\d.]+) ?(\w+)$/.exec(duration) ?? [];
  return rounded(Number(value) * UNITS[unit as keyof typeof UNITS]);
}
