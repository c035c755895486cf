// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../../objectives/objective.ts';
import { BUDGET_COLOURS, burnColours } from '../panels/colours.ts';
import { detailed } from './detail.ts';
import type { Section } from '../panels/grid.ts';
import {
  byTarget,
  OBJECTIVE_AND_TARGET,
  type SloQueries,
} from '../slo-queries.ts';
import {
  tablePanel,
  type Column,
  type RowLabel,
} from '../panels/table-panel.ts';

const ROWS: readonly RowLabel[] = OBJECTIVE_AND_TARGET.map(
  (label, index): RowLabel => [
    label,
    ['Objective', 'Provider', 'Model', 'Operation', 'Tool'][index]!,
  ]
);

/** A row for each objective and target; a click on its name leads to its detail. */
export function objectiveTable(
  slo: SloQueries,
  objectives: Objectives,
  detail: string | undefined
): Section {
  const table = tablePanel({
    title: 'Objectives',
    description:
      'Each objective by its targets. A budget below zero is overspent.',
    rows: ROWS,
    columns: [
      // A cost has no share of good events.
      ...(detailed(objectives).length === 0
        ? []
        : shares(slo, objectives.window)),
      {
        name: 'Error budget remaining',
        expr: byTarget(slo.budgetRemaining, 'min'),
        unit: 'percentunit',
        decimals: 1,
        colours: BUDGET_COLOURS,
      },
      ...(['1h', '6h'] as const).map((window): Column => ({
        name: `Burn rate (${window})`,
        expr: byTarget(slo.burn(window)),
        unit: 'none',
        decimals: 2,
        colours: burnColours(window, objectives.window),
      })),
      {
        name: 'Days to exhaustion',
        expr: byTarget(slo.daysLeft, 'min'),
        unit: 'd',
        decimals: 1,
      },
    ],
    links: detail === undefined ? {} : { Objective: toDetail(detail) },
  });
  return { title: 'Objectives', lines: [{ height: 10, panels: [table] }] };
}

function shares(slo: SloQueries, window: string): Column[] {
  return [
    {
      name: 'Target',
      expr: byTarget(slo.objectiveOfTargets),
      unit: 'percentunit',
    },
    {
      name: `SLI (${window})`,
      expr: byTarget(slo.good, 'min'),
      unit: 'percentunit',
      decimals: 3,
    },
  ];
}

function toDetail(uid: string) {
  return {
    title: 'Detail',
    url: `/d/${uid}?var-slo=\${__value.raw}&\${__url_time_range}&\${datasource:queryparam}`,
  };
}
