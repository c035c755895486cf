// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../../objectives/objective.ts';
import { BUDGET_COLOURS, burnColours } from '../panels/colours.ts';
import { uncountedTime } from '../annotation.ts';
import { burnWindowsOf, secondsOf } from '../../objectives/windows.ts';
import { dashboard, type Dashboard, type Names } from '../dashboard.ts';
import { laidOut, type Section } from '../panels/grid.ts';
import { money } from './money.ts';
import { objectiveTable } from './objective-table.ts';
import { thresholds } from '../panels/panel.ts';
import {
  OBJECTIVE_AND_TARGET,
  OBJECTIVE_LEGEND,
  SloQueries,
} from '../slo-queries.ts';
import { statePanel } from '../panels/state-panel.ts';
import { statPanel } from '../panels/stat-panel.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';
import {
  clusterVariable,
  datasourceVariable,
  objectiveVariable,
} from '../variables.ts';

/** All objectives of a service: what is left of their budgets, and how fast it goes. */
export function overview(
  objectives: Objectives,
  {
    detail,
    ...names
  }: Names & {
    /** The uid of the dashboard with the details of an objective. */
    readonly detail: string | undefined;
  }
): Dashboard {
  const slo = new SloQueries(objectives, { one: false });
  return dashboard({
    ...names,
    description:
      'The objectives of the service: what is left of each error budget, how fast it is spent, and what fires.',
    from: 'now-24h',
    annotations: uncountedTime(objectives),
    variables: [
      datasourceVariable,
      clusterVariable(slo.selector),
      objectiveVariable(
        objectives.objectives.map(({ name }) => name),
        { any: true }
      ),
    ],
    panels: laidOut([
      now(slo, objectives),
      objectiveTable(slo, objectives, detail),
      overTime(slo, objectives),
      ...money(slo, objectives),
    ]),
  });
}

function now(slo: SloQueries, { window }: Objectives): Section {
  const { page } = burnWindowsOf(secondsOf(window));
  const limit = (of: '1h' | '6h') =>
    page.find(({ long }) => long === of)?.factor;
  const panels = [
    statPanel({
      title: 'Alerts',
      description: 'Number of alerts of the service that fire now.',
      unit: 'short',
      queries: [{ expr: `count(${slo.alerts}) or vector(0)` }],
      colours: thresholds('green', [1, 'red']),
    }),
    statPanel({
      title: 'Budgets exhausted',
      description: 'Number of targets whose budget is spent.',
      unit: 'short',
      queries: [{ expr: `count(${slo.budgetRemaining} <= 0) or vector(0)` }],
      colours: thresholds('green', [1, 'red']),
    }),
    statPanel({
      title: 'Lowest error budget remaining',
      description: 'Of the target with the least; below zero, it is overspent.',
      unit: 'percentunit',
      decimals: 1,
      queries: [{ expr: `min(${slo.budgetRemaining})` }],
      colours: BUDGET_COLOURS,
    }),
    statPanel({
      title: 'Fastest burn rate (1h)',
      description: `How many times faster than allowed a budget was spent in the last hour. Above ${limit('1h')} it pages.`,
      unit: 'none',
      decimals: 1,
      queries: [{ expr: `max(${slo.burn('1h')})` }],
      colours: burnColours('1h', window),
    }),
    statPanel({
      title: 'Fastest burn rate (6h)',
      description: `The same over six hours. Above ${limit('6h')} it pages.`,
      unit: 'none',
      decimals: 1,
      queries: [{ expr: `max(${slo.burn('6h')})` }],
      colours: burnColours('6h', window),
    }),
    statPanel({
      title: 'Days to exhaustion',
      description:
        'Until the first budget is spent, at the rate of the last three days. No number: the window regains as much as is spent.',
      unit: 'd',
      decimals: 1,
      queries: [{ expr: `min(${slo.daysLeft})` }],
      colours: thresholds('red', [3, 'orange'], [7, 'green']),
    }),
  ];
  return { title: 'Now', lines: [{ height: 4, panels }] };
}

function overTime(slo: SloQueries, { window: of }: Objectives): Section {
  const budget = timeSeriesPanel({
    title: 'Error budget remaining',
    description: 'Share of the budget of the window that is not spent.',
    unit: 'percentunit',
    signed: true,
    queries: [{ expr: slo.budgetRemaining, legend: OBJECTIVE_LEGEND }],
  });
  const burns = (['1h', '6h'] as const).map(window =>
    timeSeriesPanel({
      title: `Burn rate (${window})`,
      description:
        'How many times faster than allowed the budget is spent; the line is where it pages.',
      unit: 'none',
      queries: [{ expr: slo.burn(window), legend: OBJECTIVE_LEGEND }],
      limits: burnColours(window, of),
    })
  );
  const alerts = statePanel({
    title: 'Alerts',
    description: 'Which alerts of the service fired, and for how long.',
    word: 'firing',
    queries: [
      {
        expr: `max by (alertname, severity, ${OBJECTIVE_AND_TARGET.join(', ')}) (${slo.alerts})`,
        legend: `{{severity}} {{alertname}} ${OBJECTIVE_LEGEND}`,
      },
    ],
  });
  return {
    title: 'Over time',
    lines: [
      { height: 9, panels: [budget, ...burns] },
      { height: 8, panels: [alerts] },
    ],
  };
}
