// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ERROR_CLASSES,
  errorTypePattern,
  type ErrorClass,
} from '../error-classes.ts';
import {
  COST_SERIES,
  ERROR_TYPE,
  EVENTS_SERIES,
  latencySeries,
} from '../metric-names.ts';
import type {
  AvailabilityObjective,
  CostObjective,
  LatencyObjective,
  RatioObjective,
  ThroughputObjective,
  Verdict,
} from '../objective.ts';
import {
  boundaryMatcher,
  matchersOf,
  quoted,
  selecting,
  sumRate,
} from '../promql.ts';
import type { RecordingRule } from './rule.ts';
import { number, type Scope } from './scope.ts';

/** All events of an objective, and the bad ones among them, a second; what everything else reads. */
export const TOTAL = 'genai_slo:total:rate5m';
export const BAD = 'genai_slo:bad:rate5m';
/** USD a second. */
export const COST = 'genai_slo:cost:rate5m';

/**
 * The first rules of an objective: two series, in which the spelling of names and boundaries, the error classes and
 * series that are not there yet have been settled.
 */
export function baseRules(scope: Scope): RecordingRule[] {
  const { objective } = scope;
  switch (objective.kind) {
    case 'cost':
      return [record(scope, COST, costRate(scope, objective))];
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
    rate(scope, EVENTS_SERIES, {
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

/** Only what was answered has a latency: fast failures are no fast answers. */
function latencyRules(
  scope: Scope,
  { metric, threshold, match }: LatencyObjective
) {
  const series = latencySeries(metric, scope.objectives.prometheus);
  const answered = [...matchersOf(match), `${ERROR_TYPE}=""`];
  const within = rate(scope, series, {
    suffix: '_bucket',
    matchers: [...answered, boundaryMatcher(threshold)],
  });
  const total = rate(scope, series, { suffix: '_count', matchers: answered });
  const seen = scope.series(TOTAL);
  return [
    record(scope, TOTAL, total),
    // Without the boundary there is no series, which an alert of its own says.
    record(
      scope,
      BAD,
      `clamp_min(${seen} - ignoring (${labelsOf(scope)}) ${within}, 0)`
    ),
  ];
}

/** Its events are minutes: one is bad when fewer calls were answered in it than the floor says. */
function throughputRules(scope: Scope, { match, floor }: ThroughputObjective) {
  const answered = durationCount(scope, [
    ...matchersOf(match),
    `${ERROR_TYPE}=""`,
  ]);
  // Where nothing is told apart, no calls at all are a rate, too.
  const seen = scope.by.length === 0 ? `(${answered} or vector(0))` : answered;
  return [
    record(scope, TOTAL, `${seen} * 0 + 1 / ${number(scope.step)}`),
    record(
      scope,
      BAD,
      `(${seen} < bool ${number(floor)}) / ${number(scope.step)}`
    ),
  ];
}

function costRate(scope: Scope, { match }: CostObjective): string {
  return rate(scope, COST_SERIES, { unit: false, matchers: matchersOf(match) });
}

/** Good series have no failures until there is one: what is not there is none. */
function pair(scope: Scope, total: string, bad: string): RecordingRule[] {
  return [
    record(scope, TOTAL, total),
    record(
      scope,
      BAD,
      `${bad} or ignoring (${labelsOf(scope)}) 0 * ${scope.series(TOTAL)}`
    ),
  ];
}

function durationCount(scope: Scope, matchers: readonly string[]): string {
  const series = latencySeries('duration', scope.objectives.prometheus);
  return rate(scope, series, { suffix: '_count', matchers });
}

function rate(
  scope: Scope,
  series: string,
  {
    matchers,
    ...of
  }: { suffix?: string; unit?: boolean; matchers: readonly string[] }
): string {
  const { prometheus } = scope.objectives;
  return sumRate(
    {
      ...of,
      series,
      matchers: selecting(prometheus, matchers),
      window: scope.time('5m'),
      by: scope.by,
    },
    prometheus
  );
}

function record(scope: Scope, name: string, expr: string): RecordingRule {
  return { record: name, expr, labels: scope.labels };
}

function labelsOf({ labels }: Scope): string {
  return Object.keys(labels).join(', ');
}

/**
 * Matchers of all events and of the bad ones, by what each class counts as. What is in no class is named by what it is
 * not, so that a new kind of failure is not passed over.
 */
export function errorMatchers(classes: Readonly<Record<ErrorClass, Verdict>>): {
  readonly total: string[];
  readonly bad: string[];
} {
  const of = (...verdicts: Verdict[]) =>
    errorTypePattern(
      (Object.keys(ERROR_CLASSES) as (keyof typeof ERROR_CLASSES)[]).filter(
        name => verdicts.includes(classes[name])
      )
    );
  const unlike = (pattern: string) =>
    pattern === '' ? [] : [`${ERROR_TYPE}!~${quoted(pattern)}`];
  const like = (pattern: string) => `${ERROR_TYPE}=~${quoted(pattern)}`;
  const failed = `${ERROR_TYPE}!=""`;
  switch (classes.unknown) {
    case 'bad':
      return {
        total: unlike(of('exclude')),
        bad: [failed, ...unlike(of('exclude', 'good'))],
      };
    case 'good':
      return { total: unlike(of('exclude')), bad: [failed, like(of('bad'))] };
    case 'exclude':
      return {
        total: [like(`|${of('bad', 'good')}`)],
        bad: [failed, like(of('bad'))],
      };
  }
}
