// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Dashboard } from '../../../../src/slo/dashboards/dashboard.ts';
import { dashboardsOf } from '../../../../src/slo/dashboards/dashboards.ts';
import type {
  Panel,
  Row,
} from '../../../../src/slo/dashboards/panels/panel.ts';
import type { Objectives } from '../../../../src/slo/objectives/objective.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import type { ObjectivesInput } from '../../../../src/slo/objectives/objective-input.ts';

const ALL_KINDS: ObjectivesInput['objectives'] = [
  { name: 'availability', kind: 'availability', target: 99.9 },
  { name: 'errors', kind: 'errorRate', max: 0.1 },
  { name: 'latency', kind: 'latency', threshold: '2s', target: 99 },
  { name: 'faster', kind: 'latency', threshold: '0.5s', target: 90 },
  {
    name: 'first-words',
    kind: 'latency',
    metric: 'time_to_first_chunk',
    threshold: '1s',
    target: 95,
    match: { provider: 'openai', model: 'gpt-4.1*' },
  },
  {
    name: 'chunks',
    kind: 'latency',
    metric: 'time_per_output_chunk',
    threshold: '50ms',
    target: 95,
  },
  { name: 'throughput', kind: 'throughput', min: '10/min' },
  { name: 'spend', kind: 'cost', budget: 500 },
];

/** Objectives of all kinds, by every way that Prometheus may have come by the series; and some that stand alone. */
const SAMPLES: Readonly<Record<string, ObjectivesInput | undefined>> = {
  'no objectives': undefined,
  'all kinds, either name': { service: 'chat', objectives: ALL_KINDS },
  'all kinds, names of the JS exporter, latest conventions': {
    service: 'chat',
    window: '7d',
    prometheus: { names: 'js', semconv: 'latest' },
    objectives: ALL_KINDS,
  },
  'all kinds, names of a Collector, some jobs': {
    service: 'chat',
    prometheus: { names: 'otlp', selector: 'job="chat",env!="dev"' },
    objectives: ALL_KINDS,
  },
  'only money': { service: 'chat', objectives: ALL_KINDS.slice(-1) },
};

export interface Sample {
  readonly title: string;
  readonly objectives: Objectives | undefined;
  readonly dashboards: Readonly<Record<string, Dashboard>>;
}

export const samples: readonly Sample[] = Object.entries(SAMPLES).map(
  ([title, input]) => {
    const objectives = input && resolveObjectives(input);
    return { title, objectives, dashboards: dashboardsOf(objectives) };
  }
);

export function panelsOf({ panels }: Dashboard): Panel[] {
  return panels.filter(isPanel);
}

function isPanel(panel: Panel | Row): panel is Panel {
  return panel.type !== 'row';
}

export function expressionsOf(dashboard: Dashboard): string[] {
  return panelsOf(dashboard).flatMap(({ targets }) =>
    targets.map(({ expr }) => expr)
  );
}
