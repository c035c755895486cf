// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorMatchers } from '../objectives/error-matchers.ts';
import type {
  AvailabilityObjective,
  CostObjective,
} from '../objectives/objective.ts';
import { COST_SERIES } from '../sli/metric-names.ts';
import { callMatchersOf, matchersOf, selecting } from '../sli/promql.ts';
import { hasWindows } from '../calendar/time-window.ts';
import { BAD, COST, EVALUATED, OBSERVED, TOTAL } from './base-series.ts';
import { latencyRules } from './latency-rules.ts';
import { measured } from './measured.ts';
import type { RecordingRule } from './rule.ts';
import { number, type Scope } from './scope.ts';
import { throughputRules } from './throughput-rules.ts';

/**
 * The first rules of an objective: two series, in which the spelling of names and boundaries, the error classes and
 * series that are not there yet have been settled.
 */
export function baseRules(scope: Scope): RecordingRule[] {
  const rules = uncalendared(scope);
  if (!hasWindows(scope.objective)) return rules;
  return rules.flatMap(rule => {
    const { record: name, expr } = rule;
    if (name === BAD) return [scope.record(name, whileCounted(scope, expr))];
    if (name !== TOTAL && name !== COST) return [rule];
    // The data itself is recorded as well: it is missed when it is gone, and not while it does not count.
    return [
      scope.record(OBSERVED, expr),
      scope.record(name, whileCounted(scope, scope.series(OBSERVED))),
    ];
  });
}

/** A rate counts where all of the time that it is of counts: what happens in a window of maintenance shows in none. */
function whileCounted(scope: Scope, expr: string): string {
  const { objective } = scope;
  const length = objective.kind === 'throughput' ? objective.period : '5m';
  return `(${expr})${scope.unlessUncounted(length)}`;
}

function uncalendared(scope: Scope): RecordingRule[] {
  const { objective } = scope;
  switch (objective.kind) {
    case 'cost':
      return costRules(scope, objective);
    case 'throughput':
      return throughputRules(scope, objective);
    case 'latency':
      return latencyRules(scope, objective);
    default:
      return availabilityRules(scope, objective);
  }
}

function availabilityRules(
  scope: Scope,
  objective: AvailabilityObjective
): RecordingRule[] {
  const { total, bad } = errorMatchers(objective.classes);
  const calls = (errors: readonly string[]) =>
    ({
      suffix: '_count',
      matchers: [
        ...callMatchersOf(objective.match, scope.objectives.prometheus),
        ...errors,
      ],
    }) as const;
  return [
    scope.record(
      TOTAL,
      measured(scope, objective, ['good', 'bad'], calls(total))
    ),
    // A missing series of errors means zero errors.
    scope.record(
      BAD,
      `${measured(scope, objective, ['bad'], calls(bad))} or ignoring (${scope.labelNames}) 0 * ${scope.series(TOTAL)}`
    ),
  ];
}

/**
 * A job may end before its counter is scraped twice: what a new counter begins with was spent, if the rules were there
 * before it. A counter that comes back within the hour has grown by the difference.
 */
function costRules(scope: Scope, { match }: CostObjective): RecordingRule[] {
  const series = `${COST_SERIES}{${selecting(scope.objectives.prometheus, matchersOf(match)).join(',')}}`;
  const five = scope.time('5m');
  const first = `(last_over_time(${series}[${five}]) unless last_over_time(${series}[${scope.time('1h')}] offset ${five})) and on () ${scope.series(EVALUATED)} offset ${five}`;
  return [
    scope.record(EVALUATED, 'vector(1)'),
    scope.record(
      COST,
      `sum by (${scope.by.join(', ')}) (${first} or increase(${series}[${five}])) / ${number(scope.seconds('5m'))}`
    ),
  ];
}
