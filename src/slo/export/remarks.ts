// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../calendar/time-window.ts';
import {
  budgetOf,
  type Objective,
  type RatioObjective,
} from '../objectives/objective.ts';
import { BURN_WINDOWS } from '../objectives/windows.ts';
import type { Remark } from './export.ts';

/** Why an objective about minutes or money stays behind. */
export function leftBehind({ name, kind }: Objective, tool: string): Remark {
  return {
    name,
    why:
      kind === 'cost'
        ? `its budget is money, and ${tool} knows shares of events only`
        : `its events are minutes, and ${tool} counts calls only`,
  };
}

/** Remark on an objective with a budget for each target, where the tool has one for all. */
export function ungrouped({ name, groupBy }: Objective, tool: string) {
  return groupBy.length === 0
    ? []
    : [
        {
          name,
          why: `one budget, and not one for each ${groupBy.join(' and ')}: ${tool} has no groups`,
        },
      ];
}

/** Remark on windows of time, which no tool knows: there everything counts. */
export function uncalendared(objective: Objective, tool: string): Remark[] {
  return hasWindows(objective)
    ? [
        {
          name: objective.name,
          why: `all time counts: ${tool} knows neither exclude nor only`,
        },
      ]
    : [];
}

/** Remark on a budget that is too large to burn at the fastest rate. */
export function neverBurning(objective: RatioObjective, tool: string) {
  const [fastest] = BURN_WINDOWS.page;
  return (fastest?.factor ?? 0) * budgetOf(objective) < 1
    ? []
    : [
        {
          name: objective.name,
          why: `its budget is too large to ever burn ${fastest?.factor} times too fast, which the fastest alert of ${tool} waits for`,
        },
      ];
}
