// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  CostObjective,
  Objective,
  Objectives,
} from '../../objectives/objective.ts';
import { quoted } from '../../sli/promql.ts';
import { COST } from '../../rules/base-series.ts';
import { number } from '../../rules/scope.ts';
import { BUDGET_REMAINING } from '../../rules/base-series.ts';
import { secondsOf } from '../../objectives/windows.ts';
import { barPanel } from '../panels/bar-panel.ts';
import type { Section } from '../panels/grid.ts';
import { OBJECTIVE_LEGEND, type SloQueries } from '../slo-queries.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';

/** Shows the spending of cost objectives; nothing where there are none. */
export function money(
  slo: SloQueries,
  { window, objectives }: Objectives
): Section[] {
  const costs = objectives.filter(isCost);
  if (costs.length === 0) return [];
  const hours = secondsOf(window) / 3600;
  const spending = timeSeriesPanel({
    title: 'Spending',
    description:
      'USD per hour. At the dashed line, the budget lasts exactly for its window.',
    unit: 'currencyUSD',
    queries: [
      { expr: `3600 * ${slo.series(COST)}`, legend: OBJECTIVE_LEGEND },
      ...costs.map(({ name, budget }) => ({
        expr: `vector(${number(budget / hours)})`,
        legend: `${name}: allowed`,
        limit: true,
      })),
    ],
  });
  const spent = barPanel({
    title: `Spent in ${window}`,
    description: 'USD of the window so far, of each cost objective.',
    unit: 'currencyUSD',
    queries: costs.map(({ name, budget }) => {
      const left = slo.series(BUDGET_REMAINING, [`slo=${quoted(name)}`]);
      return {
        expr: `${number(budget)} * (1 - ${left})`,
        legend: `${OBJECTIVE_LEGEND} of ${number(budget)} USD`,
      };
    }),
  });
  return [
    { title: 'Money', lines: [{ height: 8, panels: [spending, spent] }] },
  ];
}

function isCost(objective: Objective): objective is CostObjective {
  return objective.kind === 'cost';
}
