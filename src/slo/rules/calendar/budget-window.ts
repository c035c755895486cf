// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { MONTH, secondsOf } from '../../objectives/windows.ts';
import { number, type Scope } from '../scope.ts';

/** Longest month, as a range. */
const LONGEST_MONTH = '31d';
const DAYS = 'scalar(days_in_month(vector(time())))';

/** Range that is looked back on: a sliding window, or the longest month. */
export function budgetRange(scope: Scope): string {
  const { window } = scope.objectives;
  return scope.time(window === MONTH ? LONGEST_MONTH : window);
}

/**
 * Events or money of the window of the budget, of a recorded rate. A calendar month (UTC) is added up by full hours, each
 * marked with its month; Prometheus has no range that begins with the month.
 */
export function inBudgetWindow(scope: Scope, name: string): string {
  const { window } = scope.objectives;
  const series = scope.series(name);
  if (window !== MONTH) {
    return `sum_over_time(${series}[${hours(scope, window)}]) * ${number(scope.step)}`;
  }
  const hour = scope.time('1h');
  const month = (at: string) => `count_values("month", month(vector(${at})))`;
  const marked = `sum_over_time(${series}[${hour}]) * on () group_left (month) ${month('time() - 1')}`;
  const all = `sum_over_time((${marked})[${scope.time(LONGEST_MONTH)}:${hour}])`;
  return `sum without (month) (${all} and on (month) ${month('time()')}) * ${number(scope.step)}`;
}

/** In hours: of the same length as in days, and the form that tests on other windows leave alone. */
function hours(scope: Scope, window: string): string {
  const range = scope.time(window);
  return range === window ? `${secondsOf(window) / 3600}h` : range;
}

/** Seconds of the window, as an expression. */
export function windowSeconds(scope: Scope): string {
  const { window } = scope.objectives;
  return window === MONTH ? `(86400 * ${DAYS})` : number(scope.seconds(window));
}

/** Share of the window that has passed since the first data, as an expression: a month begins anew. */
export function coveredShare(scope: Scope, age: string): string {
  if (scope.objectives.window !== MONTH) {
    return `clamp_max(${age} / ${windowSeconds(scope)}, 1)`;
  }
  const passed = `scalar((day_of_month(vector(time())) - 1) * 86400 + time() % 86400)`;
  return `clamp_max(${age}, ${passed}) / ${windowSeconds(scope)}`;
}
