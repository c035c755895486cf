// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  rounded,
  type Objective,
  type RatioObjective,
  type SloWindow,
  type ThroughputObjective,
} from '../objectives/objective.ts';
import { secondsOf } from '../objectives/windows.ts';
import { burnRate, errorRatio } from './window-rules.ts';

/** A share of bad events that a factor can still ask for: a budget of a tenth cannot burn 14 times too fast. */
export const GREATEST_RATIO = 0.9;

/** Events that a window must have had before its budget is judged, in budgets: with fewer, one failure is all of it. */
const EVENTS_TO_JUDGE = 10;

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

/** Events that the window must have had for its budget to be judged. */
export function eventsToJudge(
  objective: RatioObjective | ThroughputObjective,
  window: SloWindow
): number {
  const events = Math.ceil(rounded(EVENTS_TO_JUDGE / budgetOf(objective)));
  // A window has no more minutes than it has.
  return objective.kind === 'throughput'
    ? Math.min(events, secondsOf(window) / 60 / 4)
    : events;
}
