// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorMatchers } from '../objectives/error-matchers.ts';
import {
  COST_SERIES,
  ERROR_TYPE,
  EVENTS_SERIES,
  latencySeries,
} from '../sli/metric-names.ts';
import type {
  AvailabilityObjective,
  CostObjective,
  RatioObjective,
  ThroughputObjective,
} from '../objectives/objective.ts';
import { matchersOf, quoted } from '../sli/promql.ts';
import { BAD, COST, TOTAL } from './base-series.ts';
import { latencyRules } from './latency-rules.ts';
import type { RecordingRule } from './rule.ts';
import { number, type Scope } from './scope.ts';

/**
 * The first rules of an objective: two series, in which the spelling of names and boundaries, the error classes and
 * series that are not there yet have been settled.
 */
export function baseRules(scope: Scope): RecordingRule[] {
  const { objective } = scope;
  switch (objective.kind) {
    case 'cost':
      return [scope.record(COST, costRate(scope, objective))];
    case 'throughput':
      return throughputRules(scope, objective);
    default:
      return ratioRules(scope, objective);
  }
}

function ratioRules(scope: Scope, objective: RatioObjective) {
  if (objective.source !== 'histogram') return eventRules(scope, objective);
  return objective.kind === 'latency'
    ? latencyRules(scope, objective)
    : availabilityRules(scope, objective);
}

/** The application counted good and bad itself. */
function eventRules(scope: Scope, { name }: RatioObjective) {
  const counted = (outcome: string) =>
    scope.rate(EVENTS_SERIES, {
      unit: false,
      matchers: [`slo=${quoted(name)}`, outcome],
    });
  return pair(scope, counted('outcome=~"good|bad"'), counted('outcome="bad"'));
}

function availabilityRules(scope: Scope, objective: AvailabilityObjective) {
  const { total, bad } = errorMatchers(objective.classes);
  const counted = (errors: readonly string[]) =>
    durationCount(scope, [...matchersOf(objective.match), ...errors]);
  return pair(scope, counted(total), counted(bad));
}

/** Rates of counters are not whole, nor is a minute a second: so little less than the floor is the floor. */
const NOISE = 1e-6;

/** Its events are minutes: one is bad when fewer calls were answered in it than the floor says. */
function throughputRules(scope: Scope, { match, floor }: ThroughputObjective) {
  const answered = durationCount(scope, [
    ...matchersOf(match),
    `${ERROR_TYPE}=""`,
  ]);
  // Where nothing is told apart, no calls at all are a rate, too.
  const seen = scope.by.length === 0 ? `(${answered} or vector(0))` : answered;
  return [
    scope.record(TOTAL, `${seen} * 0 + 1 / ${number(scope.step)}`),
    scope.record(
      BAD,
      `(${seen} < bool ${number(floor * (1 - NOISE))}) / ${number(scope.step)}`
    ),
  ];
}

function costRate(scope: Scope, { match }: CostObjective): string {
  return scope.rate(COST_SERIES, { unit: false, matchers: matchersOf(match) });
}

/** Good series have no failures until there is one: what is not there is none. */
function pair(scope: Scope, total: string, bad: string): RecordingRule[] {
  return [
    scope.record(TOTAL, total),
    scope.record(
      BAD,
      `${bad} or ignoring (${scope.labelNames}) 0 * ${scope.series(TOTAL)}`
    ),
  ];
}

function durationCount(scope: Scope, matchers: readonly string[]): string {
  const series = latencySeries('duration', scope.objectives.prometheus);
  return scope.rate(series, { suffix: '_count', matchers });
}
