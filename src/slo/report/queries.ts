// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE, latencySeries } from '../sli/metric-names.ts';
import {
  isRatio,
  type LatencyMetric,
  type Objective,
} from '../objectives/objective.ts';
import { matchersOf, selecting, sumRate } from '../sli/promql.ts';
import { alertRules } from '../rules/alert-rules.ts';
import { BAD, COST, TOTAL } from '../rules/base-series.ts';
import type { Scope } from '../rules/scope.ts';
import { budgetOf } from '../objectives/objective.ts';
import { number } from '../rules/scope.ts';
import { secondsOf } from '../objectives/windows.ts';

export const BURNS = ['1h', '6h', '3d'] as const;
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** The series that all events of an objective are in; of a cost, all money. */
export function totalOf(objective: Objective): string {
  return objective.kind === 'cost' ? COST : TOTAL;
}

/** The one that what is counted against the budget is in. */
export function spentOf(objective: Objective): string {
  return objective.kind === 'cost' ? COST : BAD;
}

/** How many times faster than allowed the budget was spent. */
export function burnQuery(scope: Scope, window: string): string {
  const { objective, objectives } = scope;
  const average = (name: string) =>
    `avg_over_time(${scope.series(name)}[${window}])`;
  if (objective.kind === 'cost') {
    const allowed = objective.budget / secondsOf(objectives.window);
    return `${average(COST)} / ${number(allowed)}`;
  }
  return `${average(BAD)} / (${average(TOTAL)} > 0) / ${number(budgetOf(objective))}`;
}

/** Share of the window that there is data of. */
export function coverageQuery(scope: Scope): string {
  const { objective, objectives } = scope;
  const { window } = objectives;
  return `count_over_time(${scope.series(totalOf(objective))}[${window}]) * ${scope.step} / ${secondsOf(window)}`;
}

/** Targets for which an alert of the objective would fire now. */
export function burningQuery(
  scope: Scope,
  severity: 'page' | 'ticket'
): string | undefined {
  return alertRules(scope).find(
    ({ alert, labels }) =>
      alert === 'GenAISLOBurn' && labels.severity === severity
  )?.expr;
}

/** Seconds within which so large a share of the answers came; of operations there is no histogram. */
export function quantileQuery(
  scope: Scope,
  quantile: number
): string | undefined {
  const { objective } = scope;
  if (!isRatio(objective) || objective.source === 'operation') return undefined;
  const metric = objective.kind === 'latency' ? objective.metric : 'duration';
  const rate = rateOf(scope, metric, '_bucket', [`${ERROR_TYPE}=""`], ['le']);
  return `histogram_quantile(${quantile}, ${rate})`;
}

/** Failed calls of the window by type. */
export function errorsQuery(scope: Scope): string | undefined {
  const { objective, objectives } = scope;
  if (!isRatio(objective) || objective.source === 'operation') return undefined;
  const rate = rateOf(
    scope,
    'duration',
    '_count',
    [`${ERROR_TYPE}!=""`],
    [ERROR_TYPE]
  );
  return `${rate} * ${secondsOf(objectives.window)} > 0`;
}

function rateOf(
  scope: Scope,
  metric: LatencyMetric,
  suffix: string,
  matchers: readonly string[],
  by: readonly string[]
): string {
  const { objective, objectives } = scope;
  const { prometheus, window } = objectives;
  return sumRate(
    {
      series: latencySeries(metric, prometheus),
      suffix,
      matchers: selecting(prometheus, [
        ...matchersOf(objective.match),
        ...matchers,
      ]),
      window,
      by: [...scope.by, ...by],
    },
    prometheus
  );
}
