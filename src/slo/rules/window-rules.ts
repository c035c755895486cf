// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  type Objective,
  type SloWindow,
} from '../objectives/objective.ts';
import { secondsOf, WINDOWS, type Window } from '../objectives/windows.ts';
import { BAD, COST, TOTAL } from './base-series.ts';
import type { RecordingRule } from './rule.ts';
import { number, type Scope } from './scope.ts';

/** Share of bad events in a window. */
export function errorRatio(window: Window | SloWindow): string {
  return `genai_slo:error_ratio:${window}`;
}

/** How many times faster than allowed the budget was spent in a window. */
export function burnRate(window: Window): string {
  return `genai_slo:burn_rate:${window}`;
}

/** Share of the budget that is left; below 0 when more was spent. */
export const BUDGET_REMAINING = 'genai_slo:error_budget_remaining:ratio';
export const OBJECTIVE = 'genai_slo:objective';

/** What the events of the objective are a share of, or its money: the windows that are evaluated at each step. */
export function windowRules(scope: Scope): RecordingRule[] {
  const { objective } = scope;
  const windows = WINDOWS.filter(window => !isLong(window));
  return [
    ...windows.flatMap(window => rulesOf(scope, window)),
    ...(objective.kind === 'cost'
      ? []
      : [scope.record(OBJECTIVE, `vector(${number(objective.target)})`)]),
  ];
}

/** The long windows change slowly, and read many samples: they are evaluated less often. */
export function longWindowRules(scope: Scope): RecordingRule[] {
  const { window } = scope.objectives;
  return [
    ...WINDOWS.filter(isLong).flatMap(long => rulesOf(scope, long)),
    ...budgetRules(scope, scope.objective, window),
  ];
}

function isLong(window: Window): boolean {
  return secondsOf(window) >= secondsOf('1d');
}

function rulesOf(scope: Scope, window: Window): RecordingRule[] {
  const { objective } = scope;
  if (objective.kind === 'cost') {
    const allowed = objective.budget / secondsOf(scope.objectives.window);
    return [
      scope.record(
        burnRate(window),
        `${average(scope, COST, window)} / ${number(allowed)}`
      ),
    ];
  }
  return [
    scope.record(errorRatio(window), ratio(scope, window)),
    scope.record(
      burnRate(window),
      `${scope.series(errorRatio(window))} / ${number(budgetOf(objective))}`
    ),
  ];
}

function budgetRules(
  scope: Scope,
  objective: Objective,
  window: SloWindow
): RecordingRule[] {
  if (objective.kind === 'cost') {
    const spent = scope.count(COST, window);
    return [
      scope.record(
        BUDGET_REMAINING,
        `1 - ${spent} / ${number(objective.budget)}`
      ),
    ];
  }
  const spent = `${scope.series(errorRatio(window))} / ${number(budgetOf(objective))}`;
  return [
    scope.record(errorRatio(window), ratio(scope, window)),
    scope.record(BUDGET_REMAINING, `1 - ${spent}`),
  ];
}

/**
 * Weighted by events: the bad of the window by all of it. A mean of ratios would make a quiet night as heavy as a busy
 * day, and one minute without traffic would make it no number at all.
 */
function ratio(scope: Scope, window: Window | SloWindow): string {
  const bad = average(scope, BAD, window);
  return `${bad} / (${average(scope, TOTAL, window)} > 0)`;
}

function average(
  scope: Scope,
  name: string,
  window: Window | SloWindow
): string {
  // The base rates are of five minutes already.
  return window === '5m'
    ? scope.series(name)
    : `avg_over_time(${scope.series(name)}[${scope.time(window)}])`;
}
