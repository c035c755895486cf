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

/** Remark on an objective about minutes or money, which is not exported. */
export function leftBehind({ name, kind }: Objective, tool: string): Remark {
  return {
    name,
    why:
      kind === 'cost'
        ? `its budget is money, and ${tool} supports only shares of events`
        : `its events are minutes, and ${tool} counts only calls`,
  };
}

/** Remark on an objective with a budget for each target, if the tool has one for all. */
export function ungrouped({ name, groupBy }: Objective, tool: string) {
  return groupBy.length === 0
    ? []
    : [
        {
          name,
          why: `one budget instead of one for each ${groupBy.join(' and ')}: ${tool} has no groups`,
        },
      ];
}

/** Remark on time windows, which no tool supports: all time counts there. */
export function uncalendared(objective: Objective, tool: string): Remark[] {
  return hasWindows(objective)
    ? [
        {
          name: objective.name,
          why: `all time counts: ${tool} supports neither exclude nor only`,
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
          why: `its budget is too large to ever burn ${fastest?.factor} times too fast, so the fastest alert of ${tool} never fires`,
        },
      ];
}
