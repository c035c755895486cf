// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isRatio,
  rounded,
  type LatencyMetric,
  type Objective,
} from './objective.ts';

const TAKES: Readonly<Record<LatencyMetric, string>> = {
  duration: 'answers take',
  time_to_first_chunk: 'first chunks take',
  time_per_output_chunk: 'further chunks take',
  time_to_first_audio: 'first sounds take',
};

/** Returns the promise of an objective in one sentence. */
export function promiseOf(objective: Objective): string {
  return `${clauseOf(objective)}${targetsOf(objective)}${calendarOf(objective)}`;
}

function calendarOf({ exclude, only }: Objective): string {
  const texts = (windows: Objective['exclude']) =>
    windows.map(({ text }) => text).join(' and ');
  return [
    only.length > 0 ? `, only in ${texts(only)}` : '',
    exclude.length > 0 ? `, not counting ${texts(exclude)}` : '',
  ].join('');
}

function clauseOf(objective: Objective): string {
  switch (objective.kind) {
    case 'availability':
      return `${percent(objective.target)} of the ${eventsOf(objective)} succeed`;
    case 'errorRate':
      return `at most ${percent(1 - objective.target)} of the ${eventsOf(objective)} fail`;
    case 'latency':
      return `${percent(objective.target)} of the ${TAKES[objective.metric]} ${objective.threshold} s or less`;
    case 'throughput':
      return `${percent(objective.target)} of the minutes have ${rounded(objective.floor * 60)} answers or more`;
    case 'cost':
      return `calls cost at most ${objective.budget} USD`;
  }
}

function eventsOf(objective: Objective): string {
  return isRatio(objective) && objective.source === 'operation'
    ? 'operations'
    : 'calls';
}

function targetsOf({ match, groupBy }: Objective): string {
  const { stream, transport, ...labels } = match;
  const said = Object.values(labels).map(values => values?.join(' or '));
  if (transport !== undefined) said.push(transport);
  if (stream !== undefined) said.push(stream ? 'streams' : 'no streams');
  const only = said.length === 0 ? '' : ` (${said.join(', ')})`;
  return groupBy.length === 0
    ? only
    : `${only}, for each ${groupBy.join(' and ')}`;
}

function percent(share: number): string {
  return `${rounded(100 * share)} %`;
}
