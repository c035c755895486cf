// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isRatio } from '../objectives/objective.ts';
import { BURN_WINDOWS, type BurnWindow } from '../objectives/windows.ts';
import { BAD, COST, TOTAL } from './base-series.ts';
import { burning, eventsToJudge } from './burn-thresholds.ts';
import { answerRate } from './latency-rules.ts';
import type { AlertingRule, Severity } from './rule.ts';
import { number, type Scope } from './scope.ts';
import { BUDGET_REMAINING } from './window-rules.ts';

/** What fires when the objective is missed, or can no longer be told. */
export function alertRules(scope: Scope): AlertingRule[] {
  return [...burnAlerts(scope), ...budgetAlerts(scope), ...dataAlerts(scope)];
}

/** Whether a budget burns so fast that somebody has to know: two alerts of one name, told apart by severity. */
function burnAlerts(scope: Scope): AlertingRule[] {
  const { objective } = scope;
  const clauses = (windows: readonly BurnWindow[]) =>
    windows.map(window => burnClause(scope, window));
  const page = clauses(BURN_WINDOWS.page);
  const ticket = clauses(BURN_WINDOWS.ticket);
  const tiers: [Severity, string[]][] = objective.page
    ? [
        ['page', page],
        ['ticket', ticket],
      ]
    : [['ticket', [...page, ...ticket]]];
  return tiers.map(([severity, any]) =>
    alert(scope, {
      alert: 'GenAISLOBurn',
      expr: any.join(' or '),
      severity,
      summary: `The budget of ${objective.name} is burning`,
      description:
        objective.kind === 'cost'
          ? 'It is being spent {{ $value | humanize }} times as fast as it lasts for the window.'
          : '{{ $value | humanizePercentage }} of the events of the long window are bad.',
    })
  );
}

function burnClause(
  scope: Scope,
  { long, short, factor, atLeast }: BurnWindow
): string {
  const { objective, objectives } = scope;
  const { name, threshold } = burning(objective, factor);
  const over = (window: typeof long) =>
    `${scope.series(name(window))} > ${number(threshold)}`;
  const guards = [];
  if (isRatio(objective)) {
    // Half an event less: rates of counters are not whole.
    const least = objectives.prometheus.minBadEvents - 0.5;
    guards.push(`${scope.count(BAD, long)} >= ${number(least)}`);
  }
  if (atLeast > 0) {
    const base = objective.kind === 'cost' ? COST : TOTAL;
    guards.push(
      `count_over_time(${scope.series(base)}[${scope.time(long)}]) >= ${atLeast}`
    );
  }
  return `(${[over(long), over(short), ...guards].join(' and ')})`;
}

function budgetAlerts(scope: Scope): AlertingRule[] {
  const { objective, objectives } = scope;
  const { window } = objectives;
  const remaining = scope.series(BUDGET_REMAINING);
  const judged =
    objective.kind === 'cost'
      ? ''
      : ` and ${scope.count(TOTAL, window)} >= ${eventsToJudge(objective, window)}`;
  return [
    alert(scope, {
      alert: 'GenAISLOBudgetHalfSpent',
      expr: `${remaining} <= 0.5 and ${remaining} > 0${judged}`,
      for: '1h',
      severity: 'info',
      summary: `More than half of the ${window} budget of ${objective.name} is spent`,
      description: '{{ $value | humanizePercentage }} of it is left.',
    }),
    alert(scope, {
      alert: 'GenAISLOBudgetExhausted',
      expr: `${remaining} <= 0${judged}`,
      for: '1h',
      severity: 'ticket',
      summary: `The ${window} budget of ${objective.name} is spent`,
      description:
        'It is overspent where this is below nothing: {{ $value | humanizePercentage }} is left.',
    }),
  ];
}

/** Silence is no success: that there is no data is said, unless there never was. */
function dataAlerts(scope: Scope): AlertingRule[] {
  const { objective } = scope;
  const base = scope.series(objective.kind === 'cost' ? COST : TOTAL);
  const missing = alert(scope, {
    alert: 'GenAISLONoData',
    expr: `absent_over_time(${base}[${scope.time('15m')}]) and on () count(count_over_time(${base}[${scope.time('1d')}])) > 0`,
    severity: 'ticket',
    summary: `${objective.name} has had no data for 15 minutes`,
    description:
      'The application has ended, cannot be scraped, or has lost its instrumentation.',
    target: false,
  });
  if (objective.kind !== 'latency' || objective.source !== 'histogram') {
    return [missing];
  }
  const bucket = alert(scope, {
    alert: 'GenAISLOBucketMissing',
    expr: answerRate(scope, objective, 'unless'),
    for: '10m',
    severity: 'ticket',
    summary: `${objective.name} cannot be told of all processes: no boundary at ${objective.threshold} s`,
    description:
      'Give the application this file (option slo of the instrumentation): the threshold becomes a boundary.',
  });
  return [missing, bucket];
}

function alert(
  scope: Scope,
  {
    severity,
    summary,
    description,
    target = true,
    for: pending,
    ...rule
  }: {
    alert: string;
    expr: string;
    for?: string;
    severity: Severity;
    summary: string;
    description: string;
    /** Whether the alert is about one target, which its summary names. */
    target?: boolean;
  }
): AlertingRule {
  const { objective, by, labels, objectives } = scope;
  const names = by.map(label => `{{ $labels.${label} }}`).join('/');
  const whose = target && names !== '' ? `${names} of ` : '';
  const promise =
    objective.description === '' ? '' : ` ${literal(objective.description)}`;
  return {
    ...rule,
    ...(pending !== undefined && { for: scope.time(pending) }),
    labels: { severity, ...labels },
    annotations: {
      summary: `${summary} (${whose}${objectives.service})`,
      description: `${description}${promise}`,
    },
  };
}

/** Text that Prometheus is to leave as it is: annotations are templates. */
function literal(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
