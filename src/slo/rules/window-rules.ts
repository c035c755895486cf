// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  type Objective,
  type SloWindow,
} from '../objectives/objective.ts';
import { secondsOf, WINDOWS, type Window } from '../objectives/windows.ts';
import {
  BAD,
  BUDGET_REMAINING,
  COST,
  FIRST_DATA,
  TOTAL,
} from './base-series.ts';
import { silenceRules } from './silence-rules.ts';
import type { RecordingRule } from './rule.ts';
import {
  budgetRange,
  coveredShare,
  inBudgetWindow,
  windowSeconds,
} from './calendar/budget-window.ts';
import { number, type Scope } from './scope.ts';

/** Share of bad events in a window. */
export function errorRatio(window: Window | SloWindow): string {
  return `genai_slo:error_ratio:${window}`;
}

/** Events of the window of the budget, recorded once for all that asks for them. */
export function eventsIn(window: SloWindow, of: typeof TOTAL | typeof BAD) {
  return `genai_slo:${of === BAD ? 'bad' : 'total'}:increase${window}`;
}

/** How many times faster than allowed the budget was spent in a window. */
export function burnRate(window: Window): string {
  return `genai_slo:burn_rate:${window}`;
}

export const OBJECTIVE = 'genai_slo:objective';
/** Seconds since the first data in the window of the budget. */
export const DATA_AGE = 'genai_slo:data_age:seconds';

/** Rules for the windows that are evaluated at each step: ratios of events, or money. */
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
    ...silenceRules(scope),
  ];
}

function isLong(window: Window): boolean {
  return secondsOf(window) >= secondsOf('1d');
}

function rulesOf(scope: Scope, window: Window): RecordingRule[] {
  const { objective } = scope;
  if (objective.kind === 'cost') {
    // Over all of the window: jobs that spend once a day have no data in between.
    const pace =
      window === '5m'
        ? scope.series(COST)
        : `${scope.count(COST, window)} / ${number(scope.seconds(window))}`;
    return [
      scope.record(
        burnRate(window),
        `${pace} / ${number(objective.budget)} * ${windowSeconds(scope)}`
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
    return [
      scope.record(
        BUDGET_REMAINING,
        `1 - ${inBudgetWindow(scope, COST)} / ${number(objective.budget)}`
      ),
    ];
  }
  const ofEvents = `${scope.series(errorRatio(window))} / ${number(budgetOf(objective))}`;
  // Before there is data of a whole window, its traffic goes on as it did: a bad hour of a new service is no bad month.
  const covered = coveredShare(scope, scope.series(DATA_AGE));
  const [total, bad] = [eventsIn(window, TOTAL), eventsIn(window, BAD)];
  return [
    scope.record(total, inBudgetWindow(scope, TOTAL)),
    scope.record(bad, inBudgetWindow(scope, BAD)),
    scope.record(
      errorRatio(window),
      `${scope.series(bad)} / (${scope.series(total)} > 0)`
    ),
    scope.record(FIRST_DATA, firstData(scope, window)),
    scope.record(DATA_AGE, `time() - ${scope.series(FIRST_DATA)}`),
    scope.record(BUDGET_REMAINING, `1 - ${ofEvents} * ${covered}`),
  ];
}

/**
 * When the window began to have data: to the hour by what is recorded, to the minute by what this rule said before. A
 * subquery of minutes over a month would be expensive, and so is `timestamp()` in one: Prometheus 2.42 reads the series anew for
 * each step.
 */
function firstData(scope: Scope, window: SloWindow): string {
  const total = scope.series(TOTAL);
  const recorded = `min_over_time((${total} * 0 + time())[${budgetRange(scope)}:${scope.time('1h')}])`;
  const known = `(last_over_time(${scope.series(FIRST_DATA)}[${scope.time('1d')}]) and ${scope.series(errorRatio(window))} or ${total} * 0 + time())`;
  return `${recorded} < ${known} or ${known}`;
}

/**
 * Weighted by events: the bad of the window by all of it. A mean of ratios would make a quiet night as heavy as a busy
 * day, and one minute without traffic would make it no number at all.
 */
function ratio(scope: Scope, window: Window): string {
  const bad = average(scope, BAD, window);
  return `${bad} / (${average(scope, TOTAL, window)} > 0)`;
}

function average(scope: Scope, name: string, window: Window): string {
  // The base rates are of five minutes already.
  return window === '5m'
    ? scope.series(name)
    : `avg_over_time(${scope.series(name)}[${scope.time(window)}])`;
}
