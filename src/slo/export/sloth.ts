// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isRatio,
  rounded,
  type Objective,
  type Objectives,
  type RatioObjective,
} from '../objectives/objective.ts';
import { promiseOf } from '../objectives/promise.ts';
import { ratesOf } from './counters.ts';
import type { Export, Remark } from './export.ts';
import { namesFor, trimmed } from './names.ts';
import {
  leftBehind,
  neverBurning,
  uncalendared,
  ungrouped,
} from './remarks.ts';

const TOOL = 'Sloth';

/**
 * Objectives for `sloth generate`, in one document.
 *
 * @see https://sloth.dev/specs/default/
 */
export function sloth(objectives: Objectives): Export {
  const ratios = objectives.objectives.filter(isRatio);
  const names = namesFor(ratios, ({ name }) => nameOf(name));
  const service = nameOf(objectives.service);
  return {
    documents: [
      {
        version: 'prometheus/v1',
        service,
        slos: ratios.map(objective => ({
          name: names.get(objective),
          ...sloOf(objective, objectives),
        })),
      },
    ].filter(({ slos }) => slos.length > 0),
    left: objectives.objectives
      .filter(objective => !isRatio(objective))
      .map(objective => leftBehind(objective, TOOL)),
    altered: [
      ...windowRemarks(objectives),
      ...renamed(objectives.service, service),
      ...ratios.flatMap(objective => [
        ...renamed(objective.name, names.get(objective) ?? ''),
        ...ungrouped(objective, TOOL),
        ...uncalendared(objective, TOOL),
        ...neverBurning(objective, TOOL),
      ]),
    ],
  };
}

function sloOf(objective: RatioObjective, objectives: Objectives) {
  const { total, bad } = ratesOf(objective, objectives, '{{.window}}');
  const promise = promiseOf({ ...objective, groupBy: [] });
  return {
    description: objective.description || promise,
    objective: rounded(100 * objective.target),
    sli: { events: { error_query: bad, total_query: total } },
    alerting: {
      name: 'GenAISLOBurn',
      labels: { service: objectives.service, slo: objective.name },
      annotations: { promise },
      page_alert: { labels: { severity: severityOf(objective) } },
      ticket_alert: { labels: { severity: 'ticket' } },
    },
  };
}

function severityOf({ page }: Objective) {
  return page ? 'page' : 'ticket';
}

/** Sloth requires at least two characters, the last one a letter or a digit. */
function nameOf(name: string): string {
  const end = trimmed(name);
  return end.length === 1 ? `slo-${end}` : end;
}

function renamed(name: string, other: string): Remark[] {
  return name === other
    ? []
    : [{ name, why: `is renamed ${other}: ${TOOL} refuses the name` }];
}

/** The window is not part of the document. */
function windowRemarks({ service, window }: Objectives): Remark[] {
  switch (window) {
    case '30d':
      return [];
    case '28d':
      return [
        {
          name: service,
          why: 'the window is 30d unless sloth generate is given --default-slo-period 28d',
        },
      ];
    case '7d':
    case '90d':
    case 'month':
      return [
        {
          name: service,
          why: `the window is 30d: Sloth supports ${window} only with a file of alert windows (--slo-period-windows-path)`,
        },
      ];
  }
}
