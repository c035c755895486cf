// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isCounted, isRatio } from '../objectives/objective.ts';
import { ERROR_TYPE, latencySeries } from '../sli/metric-names.ts';
import { matchersOf } from '../sli/promql.ts';
import { alertOf, targetOf } from './alerts/alert.ts';
import { burnAlerts, burnCondition, burnTiers } from './alerts/burn-alerts.ts';
import { BAD, BUDGET_REMAINING, NO_DATA } from './base-series.ts';
import { unjudgedAnswers } from './latency-rules.ts';
import { countingOf, histogramOf } from './measured.ts';
import type { AlertingRule } from './rule.ts';
import { number, type Scope } from './scope.ts';
import { canBeSilent } from './silence-rules.ts';
import { eventsIn } from './window-rules.ts';

/** Alerts that fire when the objective is missed, or cannot be judged. */
export function alertRules(scope: Scope): AlertingRule[] {
  return [...burnAlerts(scope), ...budgetAlerts(scope), ...dataAlerts(scope)];
}

/** Targets whose budget burns too fast now, by any pair of windows of a severity. */
export function burningNow(
  scope: Scope,
  severity: 'page' | 'ticket'
): string | undefined {
  const conditions = burnTiers(scope)
    .filter(tier => tier.severity === severity)
    .map(tier => `(${burnCondition(scope, tier)})`);
  return conditions.length === 0 ? undefined : conditions.join(' or ');
}

function budgetAlerts(scope: Scope): AlertingRule[] {
  const { objective, objectives } = scope;
  const { window, prometheus } = objectives;
  const remaining = scope.series(BUDGET_REMAINING);
  // One failure of a hundred calls can be more than a budget: so few are chance.
  const judged = isRatio(objective)
    ? ` and ${scope.series(eventsIn(window, BAD))} >= ${number(prometheus.minBadEvents - 0.5)}`
    : '';
  const what =
    'Until there is data of a whole window, its traffic is taken to go on as it did.';
  return [
    alertOf(scope, {
      alert: 'GenAISLOBudgetHalfSpent',
      expr: `${remaining} <= 0.5 and ${remaining} > 0${judged}`,
      for: '1h',
      severity: 'info',
      summary: `${targetOf(scope)}: more than half of the ${window} budget of ${objective.name} is spent`,
      what: `{{ $value | humanizePercentage }} of it is left. ${what}`,
      look: 'the report, what consumed the budget',
      first: 'nothing now. Plan what to do if it goes on.',
    }),
    alertOf(scope, {
      alert: 'GenAISLOBudgetExhausted',
      expr: `${remaining} <= 0${judged}`,
      for: '1h',
      severity: 'ticket',
      summary: `${targetOf(scope)}: the ${window} budget of ${objective.name} is spent`,
      what: `{{ $value | humanizePercentage }} of it is left; below 0 % it is overspent. ${what}`,
      look: 'the report, what consumed the budget',
      first:
        'agree on what changes: fewer releases, another provider, or another objective.',
    }),
  ];
}

/** Silence is no success: missing data is an alert, unless there never was any. */
function dataAlerts(scope: Scope): AlertingRule[] {
  const { objective } = scope;
  if (!canBeSilent(objective)) return [];
  const missing = alertOf(scope, {
    alert: 'GenAISLONoData',
    expr: `${scope.series(NO_DATA)} == 1${scope.unlessUncounted('15m')}`,
    severity: 'ticket',
    summary: `${targetOf(scope)}: no data for ${objective.name}`,
    what: 'There was data, and there is none now although there should be.',
    look: 'up of the job in Prometheus, and the log of the application',
    first:
      'see whether the application runs, can be scraped, and has its instrumentation. If this target was given up, silence the alert.',
  });
  if (!isRatio(objective)) return [missing];
  return [
    missing,
    ...(isCounted(objective) && objective.source === 'events'
      ? [uncounted(scope)]
      : []),
    ...(objective.kind === 'latency' && !isCounted(objective)
      ? [bucketMissing(scope)]
      : []),
  ];
}

/** Calls of processes that count no events of the objective. */
function uncounted(scope: Scope): AlertingRule {
  const objective = scope.objective as Parameters<typeof countingOf>[1];
  const { stream: _, ...match } = objective.match;
  const seen = histogramOf(scope, {
    suffix: '_count',
    matchers: matchersOf(match),
  });
  const process = 'job, instance';
  return alertOf(scope, {
    alert: 'GenAISLONotCounted',
    expr: `sum by (${scope.by.join(', ')}) (${seen} unless on (${process}) ${countingOf(scope, objective)}) > 0${scope.unlessUncounted('5m')}`,
    for: '15m',
    keep: '1h',
    severity: 'ticket',
    summary: `${targetOf(scope)}: the events of ${objective.name} are not counted`,
    what: 'There are calls, and the application counts no events for this objective. Nothing can alert on it.',
    look: `genai_slo_events_total{slo="${objective.name}"} in Prometheus`,
    first:
      'give the application this file: OTEL_INSTRUMENTATION_GENAI_SLO, or the option slo of the instrumentation.',
  });
}

function bucketMissing(scope: Scope): AlertingRule {
  const objective = scope.objective as Parameters<typeof unjudgedAnswers>[1];
  return alertOf(scope, {
    alert: 'GenAISLOBucketMissing',
    expr: unjudgedAnswers(scope, objective),
    for: '10m',
    severity: 'ticket',
    summary: `${targetOf(scope)}: no boundary at ${objective.threshold} s for ${objective.name}`,
    what: `Some processes do not count how many answers took ${objective.threshold} s or less. Their answers are left out.`,
    look: `le of ${latencySeries(objective.metric, scope.objectives.prometheus, objective.match)}_bucket{${ERROR_TYPE}=""} in Prometheus`,
    first:
      'give the application this file: OTEL_INSTRUMENTATION_GENAI_SLO, or the option slo of the instrumentation. The threshold becomes a boundary.',
  });
}
