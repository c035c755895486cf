// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { stringify } from 'yaml';
import type { Export } from '../../../../src/slo/export/export.ts';
import type { Objectives } from '../../../../src/slo/objectives/objective.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import type {
  ObjectiveInput,
  ObjectivesInput,
} from '../../../../src/slo/objectives/objective-input.ts';

/** One of each kind, with few error classes for the texts to be short. */
export const AVAILABILITY = {
  name: 'availability',
  kind: 'availability',
  target: 99.9,
  classes: { quota: 'bad', auth: 'bad', request: 'bad', filtered: 'bad' },
} as const satisfies ObjectiveInput;

export const ANSWERED = {
  name: 'answered',
  kind: 'availability',
  source: 'operation',
  target: 99.5,
} as const satisfies ObjectiveInput;

export const LATENCY = {
  name: 'latency-2s',
  kind: 'latency',
  threshold: '2s',
  target: 95,
  match: { provider: 'openai' },
} as const satisfies ObjectiveInput;

export const FLOOR = {
  name: 'floor',
  kind: 'throughput',
  min: '60/min',
} as const satisfies ObjectiveInput;

export const SPEND = {
  name: 'spend',
  kind: 'cost',
  budget: 500,
} as const satisfies ObjectiveInput;

export function objectivesOf(
  objectives: readonly ObjectiveInput[],
  rest: Partial<ObjectivesInput> = {}
): Objectives {
  return resolveObjectives({ service: 'chat', ...rest, objectives });
}

/** As one file. */
export function textOf({ documents }: Export): string {
  return documents
    .map(document =>
      stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
    )
    .join('---\n');
}
