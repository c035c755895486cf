// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { PROCESS_LABELS } from './growth.ts';
import { LABELS, PROTOCOL_LABEL } from './metric-names.ts';
import { aboutPolls, POLL } from './polls.ts';
import type {
  GroupLabel,
  Match,
  PrometheusSettings,
} from '../objectives/objective.ts';
import { wildcardPattern } from '../objectives/wildcard-pattern.ts';

/** Subject of a rate. */
export interface Rate {
  /** Name without a unit. */
  readonly series: string;
  /** `_count`, `_bucket`, `_sum`; a counter has none. */
  readonly suffix?: string;
  /** Whether a Collector adds the unit to the name. */
  readonly unit?: boolean;
  /** Label matchers. */
  readonly matchers: readonly string[];
  /** Length of the range, as in `5m`. */
  readonly window: string;
  /** Labels that remain. */
  readonly by: readonly string[];
  /** Which of the series, as in `and ignoring (le) …`; of a series that has the same name without its suffix. */
  readonly which?: (series: string) => string;
}

/**
 * Sum of a rate over the processes, by whichever name the series have. Where both names are asked for, a process that
 * arrives under both is counted once, by the greater rate, and processes that use one each add up.
 */
export function sumRate(
  { series, suffix = '', unit = true, matchers, window, by, which }: Rate,
  { names }: Pick<PrometheusSettings, 'names'>
): string {
  const rate = `${suffix}{${matchers.join(',')}}[${window}]`;
  const sum = (name: string, labels: readonly string[]) =>
    `sum by (${labels.join(', ')}) (rate(${name}${rate})${which === undefined ? '' : ` ${which(name)}`})`;
  if (!unit || names === 'js') return sum(series, by);
  const withUnit = `${series}_seconds`;
  if (names === 'otlp') return sum(withUnit, by);
  const inner = [...new Set([...by, ...PROCESS_LABELS])];
  return `sum by (${by.join(', ')}) (max by (${inner.join(', ')}) (label_replace(${sum(series, inner)}, "unit", "none", "", "") or ${sum(withUnit, inner)}))`;
}

/** Label matchers with those that the file asks for in every selector. */
export function selecting(
  { selector }: Pick<PrometheusSettings, 'selector'>,
  matchers: readonly string[]
): readonly string[] {
  return selector === '' ? matchers : [selector, ...matchers];
}

/** Label matchers of what an objective is about; `stream` is no label. */
export function matchersOf(match: Match): string[] {
  const labels = (Object.keys(LABELS) as GroupLabel[]).flatMap(name => {
    const values = match[name];
    return values === undefined ? [] : [labelMatcher(LABELS[name], values)];
  });
  const { transport } = match;
  if (transport === undefined) return labels;
  const protocol = transport === 'http' ? '' : transport;
  return [...labels, `${PROTOCOL_LABEL}=${quoted(protocol)}`];
}

/**
 * Label matchers of the calls that an objective is about. With the profile `both`, requests for a stored response are in
 * the duration of v1.41 too: they are counted only when a match names them, as the counter of events does.
 */
export function callMatchersOf(
  match: Match,
  { semconv }: Pick<PrometheusSettings, 'semconv'>
): string[] {
  const { operation = ['*'] } = match;
  const mayBePoll =
    semconv === 'v1.41' &&
    !aboutPolls(match) &&
    operation.some(value => value.includes('*'));
  const matchers = matchersOf(match);
  return mayBePoll
    ? [...matchers, `${LABELS.operation}!=${quoted(POLL)}`]
    : matchers;
}

/** One label, any of several values; `*` stands for any text. */
function labelMatcher(label: string, values: readonly string[]): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined && !only.includes('*')) {
    return `${label}=${quoted(only)}`;
  }
  return `${label}=~${quoted(wildcardPattern(values))}`;
}

/**
 * The boundary of a bucket in each of its spellings: Prometheus 2 keeps the `2` of the text format, Prometheus 3 makes
 * `2.0` of it.
 */
export function boundaryMatcher(boundary: number): string {
  return Number.isInteger(boundary)
    ? `le=~"${boundary}(\\\\.0)?"`
    : `le="${boundary}"`;
}

/** A string literal of PromQL. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
