// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ThroughputObjective } from '../objectives/objective.ts';
import { ERROR_TYPE, latencySeries } from '../sli/metric-names.ts';
import { growthByProcess, namesOf } from '../sli/growth.ts';
import { callMatchersOf, selecting } from '../sli/promql.ts';
import { ANSWERED, BAD, TOTAL } from './base-series.ts';
import type { RecordingRule } from './rule.ts';
import { number, type Scope } from './scope.ts';

/** Rates of counters are not whole: so little less than the floor is the floor. */
const NOISE = 1e-6;

/**
 * Its events are minutes: one is bad when fewer calls were answered than the floor says, over the period that the floor is
 * given for. Minutes are judged from the first full period on: a service that has just started has not missed a floor.
 */
export function throughputRules(
  scope: Scope,
  { match, floor, period }: ThroughputObjective
): RecordingRule[] {
  const { prometheus } = scope.objectives;
  const by = scope.by.join(', ');
  const series = latencySeries('duration', prometheus, match);
  const matchers = selecting(prometheus, [
    ...callMatchersOf(match, prometheus),
    `${ERROR_TYPE}=""`,
  ]);
  const grown = growthByProcess(
    {
      series,
      suffix: '_count',
      matchers,
      process: selecting(prometheus, []),
      window: period,
      by: scope.by,
    },
    prometheus,
    window => scope.time(window)
  );
  const answers = `sum by (${by}) (${grown}) / ${number(scope.seconds(period))}`;
  const before = namesOf(series, prometheus)
    .map(
      name =>
        `count by (${by}) (${name}_count{${matchers.join(',')}} offset ${scope.time(period)})`
    )
    .join(' or ');
  // Rules that judged before go on to do so when every series is gone.
  const judged = `(${before} or last_over_time(${scope.series(TOTAL)}[${scope.time('30m')}]))`;
  return [
    // Where nothing is told apart, no calls at all are a rate, too.
    scope.record(
      ANSWERED,
      scope.by.length === 0 ? `${answers} or vector(0)` : answers
    ),
    scope.record(
      TOTAL,
      `${scope.series(ANSWERED)} * 0 + 1 / ${number(scope.step)} and on (${by}) ${judged}`
    ),
    scope.record(
      BAD,
      `(${scope.series(ANSWERED)} < bool ${number(floor * (1 - NOISE))}) / ${number(scope.step)} and on (${by}) ${scope.series(TOTAL)}`
    ),
  ];
}
