// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE } from '../../sli/metric-names.ts';
import type { Objective, Objectives } from '../../objectives/objective.ts';
import { BAD, TOTAL } from '../../rules/base-series.ts';
import {
  burnWindowsOf,
  secondsOf,
  type BurnWindow,
} from '../../objectives/windows.ts';
import { CallQueries, legendOf } from '../call-queries.ts';
import { BUDGET_COLOURS, burnColours } from '../panels/colours.ts';
import { uncountedTime } from '../annotation.ts';
import { dashboard, type Dashboard, type Names } from '../dashboard.ts';
import { laidOut, type Section } from '../panels/grid.ts';
import { latencySections } from './latency.ts';
import { thresholds, type Content } from '../panels/panel.ts';
import { SloQueries, TARGET_LEGEND } from '../slo-queries.ts';
import { statPanel } from '../panels/stat-panel.ts';
import { statePanel } from '../panels/state-panel.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';
import {
  callVariables,
  datasourceVariable,
  objectiveVariable,
} from '../variables.ts';

/** Objectives that are a share of events, which the detail is about. */
export function detailed({ objectives }: Objectives): readonly Objective[] {
  return objectives.filter(({ kind }) => kind !== 'cost');
}

/** One objective: whether it is met, why not, and since when. */
export function detail(objectives: Objectives, names: Names): Dashboard {
  const slo = new SloQueries(objectives, { one: true });
  const calls = new CallQueries(objectives.prometheus, '$__rate_interval');
  return dashboard({
    ...names,
    description:
      'One objective: its error ratio against the thresholds of its alerts, what failed, and how long answers took.',
    from: 'now-24h',
    annotations: uncountedTime(objectives),
    variables: [
      datasourceVariable,
      objectiveVariable(
        detailed(objectives).map(({ name }) => name),
        { any: false }
      ),
      ...callVariables(calls.selector),
    ],
    panels: laidOut([
      now(slo, objectives),
      burns(slo, objectives),
      events(slo, calls),
      ...latencySections(calls, objectives),
    ]),
  });
}

function now(slo: SloQueries, { window }: Objectives): Section {
  const panels = [
    statPanel({
      title: 'Target',
      description: 'Share of the events that must be good.',
      unit: 'percentunit',
      queries: [{ expr: slo.objective }],
      colours: thresholds('text'),
    }),
    statPanel({
      title: `SLI (${window})`,
      description: 'Share of good events in the window, of the worst target.',
      unit: 'percentunit',
      decimals: 3,
      queries: [{ expr: `min(${slo.good})` }],
      colours: thresholds('text'),
    }),
    statPanel({
      title: 'Error budget remaining',
      description: 'Of the target with the least; below zero, it is overspent.',
      unit: 'percentunit',
      decimals: 1,
      queries: [{ expr: `min(${slo.budgetRemaining})` }],
      colours: BUDGET_COLOURS,
    }),
    ...(['1h', '6h'] as const).map(of =>
      statPanel({
        title: `Burn rate (${of})`,
        description:
          'How many times faster than allowed the budget is spent, for the worst target.',
        unit: 'none',
        decimals: 1,
        queries: [{ expr: `max(${slo.burn(of)})` }],
        colours: burnColours(of, window),
      })
    ),
    statPanel({
      title: 'Days to exhaustion',
      description:
        'Until the budget is spent, at the rate of the last three days. No number: the window regains as much as is spent.',
      unit: 'd',
      decimals: 1,
      queries: [{ expr: `min(${slo.daysLeft})` }],
      colours: thresholds('red', [3, 'orange'], [7, 'green']),
    }),
  ];
  return { title: 'Now: $slo', lines: [{ height: 4, panels }] };
}

/** A panel for each condition of an alert: both windows must be above the line. */
function burns(slo: SloQueries, { window: budget }: Objectives): Section {
  const windows = burnWindowsOf(secondsOf(budget));
  const panelsOf = (tier: 'page' | 'ticket') =>
    windows[tier].map(window => burnPanel(slo, tier, window));
  return {
    title: 'Error ratio against alert thresholds',
    lines: [
      { height: 9, panels: panelsOf('page') },
      { height: 9, panels: panelsOf('ticket') },
    ],
  };
}

function burnPanel(
  slo: SloQueries,
  tier: 'page' | 'ticket',
  { long, short, factor }: BurnWindow
): Content {
  const budgets = factor === 1 ? 'the budget' : `${factor} times the budget`;
  return timeSeriesPanel({
    title: `${long} and ${short}, ${tier} above ${budgets}`,
    description: `Share of bad events. The alert fires when both windows are above the line: the long one shows that it matters, the short one that it continues.`,
    unit: 'percentunit',
    queries: [
      { expr: slo.bad(long), legend: `${long} ${TARGET_LEGEND}` },
      { expr: slo.bad(short), legend: `${short} ${TARGET_LEGEND}` },
      { expr: slo.limit(factor), legend: budgets, limit: true },
    ],
  });
}

function events(slo: SloQueries, calls: CallQueries): Section {
  const counted = timeSeriesPanel({
    title: 'Events',
    description: 'All events of the objective per second, and the bad ones.',
    unit: 'short',
    queries: [
      { expr: `sum(${slo.series(TOTAL)})`, legend: 'all' },
      { expr: `sum(${slo.series(BAD)})`, legend: 'bad' },
    ],
  });
  const errors = timeSeriesPanel({
    title: 'Failed calls by type',
    description:
      'Failed calls per second of the selected jobs, providers and models: the code of the provider, else the HTTP status, else the kind of failure. Some of them may not count against the objective.',
    unit: 'reqps',
    stacked: true,
    queries: [
      { expr: calls.failures([ERROR_TYPE]), legend: legendOf([ERROR_TYPE]) },
    ],
  });
  const alerts = statePanel({
    title: 'Alerts',
    description:
      'Alerts of the objective that fired, and alerts on causes, which concern all objectives.',
    word: 'firing',
    queries: [
      {
        expr: `max by (alertname, severity) (${slo.alerts})`,
        legend: '{{severity}} {{alertname}}',
      },
    ],
  });
  return {
    title: 'Events',
    lines: [{ height: 9, panels: [counted, errors, alerts] }],
  };
}
