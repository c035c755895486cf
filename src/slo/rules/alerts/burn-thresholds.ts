// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  rounded,
  type Objective,
  type SloWindow,
} from '../../objectives/objective.ts';
import {
  burnWindowsOf,
  costWindowsOf,
  secondsOf,
  type BurnWindow,
} from '../../objectives/windows.ts';
import type { Severity } from '../rule.ts';
import { burnRate, errorRatio } from '../window-rules.ts';

/** A share of bad events that a factor can still ask for: a budget of a tenth cannot burn 14 times too fast. */
export const GREATEST_RATIO = 0.9;

/** The series that says how fast the budget burns, and from where on it is a factor too fast. */
export function burning(objective: Objective, factor: number) {
  return objective.kind === 'cost'
    ? { name: burnRate, threshold: factor }
    : {
        name: errorRatio,
        threshold: burnThreshold(objective, factor),
      };
}

/** Share of bad events at which the budget burns by a factor. */
function burnThreshold(
  objective: { readonly target: number },
  factor: number
): number {
  return rounded(Math.min(factor * budgetOf(objective), GREATEST_RATIO));
}

/** The ways in which the budget of an objective burns too fast. */
export function burnWindows(
  objective: Objective,
  window: SloWindow
): Readonly<Record<'page' | 'ticket', readonly BurnWindow[]>> {
  return objective.kind === 'cost'
    ? costWindowsOf(secondsOf(window))
    : burnWindowsOf(secondsOf(window));
}

/** Bad events in the long window before a tier fires: what is looked at on the next day needs fewer. */
export function leastBadEvents(tier: Severity, minBadEvents: number): number {
  return tier === 'page' ? minBadEvents : Math.ceil(0.6 * minBadEvents);
}
