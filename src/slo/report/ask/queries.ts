// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../../calendar/time-window.ts';
import { ERROR_TYPE, latencySeries } from '../../sli/metric-names.ts';
import {
  budgetOf,
  isRatio,
  type LatencyMetric,
  type Objective,
} from '../../objectives/objective.ts';
import { callMatchersOf, quoted, selecting } from '../../sli/promql.ts';
import type { Period } from './period.ts';
import { burningNow } from '../../rules/alert-rules.ts';
import { BAD, COST, TOTAL } from '../../rules/base-series.ts';
import {
  answersSeries,
  ERRORS,
  REPORT_INTERVAL,
} from '../../rules/report-rules.ts';
import { UNSEEN, UNSEEN_INTERVAL } from '../../rules/unseen-rule.ts';
import { number, type Scope } from '../../rules/scope.ts';

export const BURNS = ['1h', '6h', '3d'] as const;
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** The series of all events of an objective; for a cost, of all money. */
export function totalOf(objective: Objective): string {
  return objective.kind === 'cost' ? COST : TOTAL;
}

/** The series of everything that counts against the budget. */
export function spentOf(objective: Objective): string {
  return objective.kind === 'cost' ? COST : BAD;
}

/** Number of samples of a recorded rate in the window. */
export function presenceQuery(scope: Scope, window: string): string {
  return `count_over_time(${scope.series(totalOf(scope.objective))}[${window}])`;
}

/** Events of the window that ended when this one began. */
export function beforeQuery(
  scope: Scope,
  { before }: Period,
  name: string
): string {
  return `sum_over_time(${scope.series(name)}${before}) * ${number(scope.step)}`;
}

/** How many times faster than allowed the budget was spent. */
export function burnQuery(
  scope: Scope,
  window: string,
  { whole }: Period,
  by: readonly string[] = scope.by
): string {
  const { objective } = scope;
  const sum = (name: string, of: string) =>
    `sum by (${by.join(', ')}) (${of}_over_time(${scope.series(name)}[${window}]))`;
  if (objective.kind === 'cost') {
    const allowed = objective.budget / whole;
    return `${sum(COST, 'avg')} / ${number(allowed)}`;
  }
  return `${sum(BAD, 'sum')} / (${sum(TOTAL, 'sum')} > 0) / ${number(budgetOf(objective))}`;
}

/** Targets for which an alert on the budget would fire now. */
export function burningQuery(
  scope: Scope,
  severity: 'page' | 'ticket'
): string | undefined {
  return burningNow(scope, severity);
}

/** Alerts of the service that fire now. */
export function alertsQuery(service: string): string {
  return `ALERTS{alertstate="firing",service=${quoted(service)}}`;
}

/** Quantile of the latency of answered calls, in seconds; operations have no histogram. */
export function quantileQuery(
  scope: Scope,
  quantile: number,
  window: string,
  by: readonly string[] = scope.by
): string | undefined {
  const metric = metricOf(scope.objective);
  if (metric === undefined) return undefined;
  const answers = recorded(scope, answersSeries(metric), window);
  return `histogram_quantile(${quantile}, sum by (${[...by, 'le'].join(', ')}) (${answers}))`;
}

/** Failed calls by type; none for a latency, which counts only answers. */
export function errorsQuery(
  scope: Scope,
  window: string,
  by: readonly string[] = scope.by
): string | undefined {
  if (!hasErrors(scope.objective)) return undefined;
  return `sum by (${[...by, ERROR_TYPE].join(', ')}) (${recorded(scope, ERRORS, window)}) > 0`;
}

/**
 * The same from the raw series, for rules of an older version, which record no error types. None for an objective with a
 * calendar: raw series have the failures of all hours.
 */
export function rawErrorsQuery(
  scope: Scope,
  window: string,
  by: readonly string[] = scope.by
): string | undefined {
  const { objective, objectives } = scope;
  if (hasWindows(objective)) return undefined;
  const { prometheus } = objectives;
  const series = latencySeries('duration', prometheus, objective.match);
  const matchers = selecting(prometheus, [
    ...callMatchersOf(objective.match, prometheus),
    `${ERROR_TYPE}!=""`,
  ]);
  const names = {
    js: [series],
    otlp: [`${series}_seconds`],
    both: [series, `${series}_seconds`],
  }[prometheus.names];
  const increases = names.map(
    name => `increase(${name}_count{${matchers.join(',')}}[${window}])`
  );
  return `sum by (${[...by, ERROR_TYPE].join(', ')}) (${increases.join(' or ')}) > 0`;
}

/** Failed calls by type that a histogram does not show. */
export function unseenQuery(
  scope: Scope,
  window: string,
  by: readonly string[] = scope.by
): string | undefined {
  const { objective } = scope;
  if (!hasErrors(objective)) return undefined;
  const { source } = objective;
  return `sum by (${[...by, ERROR_TYPE].join(', ')}) (${recorded(scope, UNSEEN, window, { interval: UNSEEN_INTERVAL, matchers: [`source=${quoted(source)}`] })})`;
}

function recorded(
  scope: Scope,
  name: string,
  window: string,
  { interval = REPORT_INTERVAL, matchers: more = [] as readonly string[] } = {}
): string {
  const { objective, objectives } = scope;
  const matchers = [
    `service=${quoted(objectives.service)}`,
    ...more,
    ...callMatchersOf(objective.match, objectives.prometheus),
  ];
  const series = `${name}{${matchers.join(',')}}`;
  // These are recorded per service, but each objective has its own calendar.
  const counted = scope.unlessUncounted(REPORT_INTERVAL);
  return counted === ''
    ? `sum_over_time(${series}[${window}])`
    : `sum_over_time((last_over_time(${series}[${interval}])${counted})[${window}:${interval}])`;
}

function metricOf(objective: Objective): LatencyMetric | undefined {
  if (!isRatio(objective) || objective.source === 'operation') return undefined;
  return objective.kind === 'latency' ? objective.metric : 'duration';
}

function hasErrors(
  objective: Objective
): objective is Extract<Objective, { kind: 'availability' | 'errorRate' }> {
  return (
    (objective.kind === 'availability' || objective.kind === 'errorRate') &&
    objective.source !== 'operation'
  );
}
