// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { calendarIssues } from '../calendar/calendar-input.ts';
import { settingsIssues } from './alerts/alert-settings.ts';
import { PERCENTS } from './schema/objective-schema.ts';
import { rounded } from './objective.ts';
import type { Issue } from './objectives-error.ts';
import { aboutTools, TOOL } from '../sli/tools.ts';
import { perSecond, seconds, share } from './quantities.ts';
import type { CommonInput, ObjectivesInput } from './objective-input.ts';

/** Yields values that are valid alone, but contradict the rest of the file. */
export function* contradictionsOf(input: ObjectivesInput): Generator<Issue> {
  const { alerts, objectives } = input;
  yield* settingsIssues(alerts, ['alerts']);
  yield* calendarIssues(input, []);
  const names = new Set<string>();
  for (const [index, objective] of objectives.entries()) {
    const path = ['objectives', index] as const;
    const { name } = objective;
    // File names are made from them, and some file systems ignore case.
    if (names.has(name.toLowerCase())) {
      yield { path: [...path, 'name'], given: name, allowed: 'each name once' };
    }
    names.add(name.toLowerCase());
    yield* settingsIssues(objective.alerts, [...path, 'alerts']);
    yield* calendarIssues(objective, path);
    for (const { at, allowed, when } of CONTRADICTIONS) {
      if (!when(objective)) continue;
      const given = (objective as AnyObjective)[at];
      yield { path: [...path, at], given, allowed };
    }
  }
}

type AnyObjective = CommonInput & {
  [
    Member in
      'kind' | 'source' | 'metric' | 'target' | 'max' | 'min' | 'threshold'
  ]?: unknown;
};

const CONTRADICTIONS: readonly {
  readonly at: keyof AnyObjective;
  readonly allowed: string;
  when(objective: AnyObjective): boolean;
}[] = [
  {
    at: 'source',
    allowed:
      'events, or no match.stream: histograms do not distinguish streams',
    when: ({ source, match }) =>
      (source === 'histogram' || source === 'auto') &&
      match?.stream !== undefined,
  },
  {
    at: 'source',
    allowed:
      'histogram: the application counts one event per call, not per chunk',
    when: ({ source, metric, match }) =>
      metric === 'time_per_output_chunk' &&
      (source === 'events' || source === 'auto' || match?.stream !== undefined),
  },
  {
    at: 'metric',
    allowed: 'duration: operations have no other metric',
    when: ({ source, metric }) =>
      source === 'operation' && metric !== undefined && metric !== 'duration',
  },
  {
    at: 'match',
    allowed: 'none: an operation has neither provider nor model',
    when: ({ source, match }) => source === 'operation' && match !== undefined,
  },
  {
    at: 'groupBy',
    allowed: 'none: an operation has neither provider nor model',
    when: ({ source, groupBy }) =>
      source === 'operation' && groupBy !== undefined && groupBy.length > 0,
  },
  {
    at: 'match',
    allowed: 'provider, model, operation: only a stream has chunks',
    when: ({ metric, match }) =>
      metric === 'time_to_first_chunk' && match?.stream === false,
  },
  {
    at: 'match',
    allowed:
      'provider, model, operation: this metric does not distinguish streams',
    when: ({ kind, match }) =>
      (kind === 'throughput' || kind === 'cost') && match?.stream !== undefined,
  },
  {
    at: 'match',
    allowed:
      'operation: execute_tool, alone or with tool: tool calls have no provider, model, transport or stream',
    when: ({ match = {} }) =>
      aboutTools(match)
        ? [match.provider, match.model, match.transport, match.stream].some(
            given => given !== undefined
          )
        : match.tool !== undefined ||
          [match.operation ?? []].flat().includes(TOOL),
  },
  {
    at: 'match',
    allowed: 'provider, model, operation: costs do not distinguish transports',
    when: ({ kind, match }) =>
      kind === 'cost' && match?.transport !== undefined,
  },
  {
    at: 'match',
    allowed:
      'transport: websocket, or none: only WebSocket turns answer with audio',
    when: ({ metric, match }) =>
      metric === 'time_to_first_audio' && match?.transport === 'http',
  },
  {
    at: 'groupBy',
    allowed: 'tool, for tool calls only',
    when: ({ match = {}, groupBy = [] }) =>
      groupBy.some(
        label =>
          label !== 'operation' && (label === 'tool') !== aboutTools(match)
      ),
  },
  {
    at: 'metric',
    allowed: 'duration: tool calls have no other metric',
    when: ({ match = {}, metric }) =>
      aboutTools(match) && metric !== undefined && metric !== 'duration',
  },
  {
    at: 'kind',
    allowed:
      'availability, errorRate, latency, throughput: tools have no price',
    when: ({ match = {}, kind }) => aboutTools(match) && kind === 'cost',
  },
  ...(['target', 'max'] as const).map(at => ({
    at,
    allowed: PERCENTS[at].allowed,
    when: ({ [at]: given }: AnyObjective) =>
      given !== undefined && !isPromise(given, PERCENTS[at]),
  })),
  {
    at: 'threshold',
    allowed: 'a duration from 0.1ms to a day, as in 2s, 500ms, 1m',
    when: ({ threshold }) =>
      typeof threshold === 'string' &&
      !(seconds(threshold) >= 0.0001 && seconds(threshold) < 86_400),
  },
  {
    at: 'min',
    allowed:
      'a rate above 0 and below a million a second, as in 10/min, 2/s, 100/h',
    when: ({ min }) =>
      typeof min === 'string' && !(perSecond(min) > 0 && perSecond(min) < 1e6),
  },
];

/** Checks percentages given as text, which the schema does not limit, and refuses those that round to 0 or 100 %. */
function isPromise(
  given: unknown,
  { least, below }: { readonly least: number; readonly below: number }
): boolean {
  const percent = Number.parseFloat(String(given));
  const rest = rounded(1 - share(percent));
  return percent >= least && percent < below && rest > 0 && rest < 1;
}
