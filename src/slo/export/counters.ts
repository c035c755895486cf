// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ERROR_TYPE,
  EVENTS_SERIES,
  latencySeries,
} from '../sli/metric-names.ts';
import {
  isCounted,
  type Objectives,
  type RatioObjective,
} from '../objectives/objective.ts';
import {
  boundaryMatcher,
  callMatchersOf,
  quoted,
  selecting,
  sumRate,
  type Rate,
} from '../sli/promql.ts';
import { errorMatchers } from '../objectives/error-matchers.ts';

/** Series that count events. */
export type Counter = Pick<Rate, 'series' | 'suffix' | 'unit' | 'matchers'>;

/** All events of an objective, and those that Prometheus has a series of: the bad ones, or the good ones of a histogram. */
export interface Counters {
  readonly total: Counter;
  readonly part: Counter;
  readonly partIs: 'bad' | 'good';
}

export function countersOf(
  objective: RatioObjective,
  { prometheus }: Objectives,
  boundary: (seconds: number) => string = boundaryMatcher
): Counters {
  const counter = (
    of: Omit<Counter, 'matchers'>,
    ...matchers: readonly string[]
  ): Counter => ({
    ...of,
    matchers: selecting(prometheus, matchers),
  });
  if (isCounted(objective)) {
    const events = { series: EVENTS_SERIES, unit: false };
    const slo = `slo=${quoted(objective.name)}`;
    return {
      total: counter(events, slo, 'outcome=~"good|bad"'),
      part: counter(events, slo, 'outcome="bad"'),
      partIs: 'bad',
    };
  }
  const match = callMatchersOf(objective.match, prometheus);
  if (objective.kind === 'latency') {
    const series = latencySeries(objective.metric, prometheus, objective.match);
    // Only answered calls have a latency.
    const answered = [...match, `${ERROR_TYPE}=""`];
    return {
      total: counter({ series, suffix: '_count' }, ...answered),
      part: counter(
        { series, suffix: '_bucket' },
        ...answered,
        boundary(objective.threshold)
      ),
      partIs: 'good',
    };
  }
  const calls = {
    series: latencySeries('duration', prometheus, objective.match),
    suffix: '_count',
  };
  const { total, bad } = errorMatchers(objective.classes);
  return {
    total: counter(calls, ...match, ...total),
    part: counter(calls, ...match, ...bad),
    partIs: 'bad',
  };
}

/** Rates over all targets of an objective together, for formats that take any query. */
export function ratesOf(
  objective: RatioObjective,
  objectives: Objectives,
  window: string
) {
  const counters = countersOf(objective, objectives);
  const rate = (counter: Counter) =>
    sumRate({ ...counter, window, by: [] }, objectives.prometheus);
  const total = rate(counters.total);
  const part = rate(counters.part);
  return {
    total,
    good: counters.partIs === 'good' ? part : undefined,
    bad:
      counters.partIs === 'good'
        ? `clamp_min(${total} - ${part}, 0)`
        : // Before the first failure there is no series of failures.
          `${part} or 0 * ${total}`,
  };
}
