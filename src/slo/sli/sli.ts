// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorClassOf } from '../objectives/error-classes.ts';
import {
  isRatio,
  type GroupLabel,
  type LatencyMetric,
  type Match,
  type Objective,
  type RatioObjective,
  type Transport,
} from '../objectives/objective.ts';
import { aboutTools, TOOL } from './tools.ts';
import { wildcardPattern } from '../objectives/wildcard-pattern.ts';

/** One call as objectives see it. */
export interface SliEvent {
  /** A call of a tool has neither provider nor model. */
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly operation: string;
  readonly tool: string | undefined;
  /** A call of a tool has none that objectives tell apart. */
  readonly transport: Transport | undefined;
  readonly stream: boolean;
  readonly errorType: string | undefined;
  readonly status: number | undefined;
  /** Measured durations, in seconds. */
  readonly seconds: Readonly<Partial<Record<LatencyMetric, number>>>;
}

export const OUTCOMES = ['good', 'bad', 'excluded'] as const;

/** Verdict on an event. */
export type EventOutcome = (typeof OUTCOMES)[number];

/** An objective that the application counts the events of. */
export interface Sli {
  readonly objective: RatioObjective;
  /** Whether it is about calls of this kind, as far as that is known when they begin. */
  matches(call: Pick<SliEvent, GroupLabel | 'transport'>): boolean;
  /** Returns the verdict on a call; `undefined` where the objective does not cover it. */
  outcomeOf(event: SliEvent): EventOutcome | undefined;
}

/** The objectives whose events are calls. Chunks are too many to be counted one by one, and minutes pass by themselves. */
export function slisOf(objectives: readonly Objective[]): Sli[] {
  return objectives
    .filter(isRatio)
    .filter(
      objective =>
        objective.source !== 'operation' &&
        !(
          objective.kind === 'latency' &&
          objective.metric === 'time_per_output_chunk'
        )
    )
    .map(sliOf);
}

function sliOf(objective: RatioObjective): Sli {
  const matches = matcherOf(objective.match);
  return {
    objective,
    matches,
    outcomeOf(event) {
      const { stream } = objective.match;
      if (!matches(event)) return undefined;
      if (stream !== undefined && stream !== event.stream) return undefined;
      return outcomeOf(objective, event);
    },
  };
}

/** Returns the verdict on an event that an objective covers. */
export function outcomeOf(
  objective: RatioObjective,
  {
    errorType,
    status,
    seconds,
  }: Pick<SliEvent, 'errorType' | 'status' | 'seconds'>
): EventOutcome | undefined {
  if (errorType !== undefined) {
    const verdict = objective.classes[errorClassOf(errorType, status)];
    return verdict === 'exclude' ? 'excluded' : verdict;
  }
  if (objective.kind !== 'latency') return 'good';
  const took = seconds[objective.metric];
  if (took === undefined) return undefined;
  return took <= objective.threshold ? 'good' : 'bad';
}

function matcherOf(match: Match): Sli['matches'] {
  const { provider, model, operation, tool, transport } = match;
  const isAboutTools = aboutTools(match);
  const isProvider = wildcards(provider);
  const isModel = wildcards(model);
  const isOperation = wildcards(operation);
  const isTool = wildcards(tool);
  return call =>
    (call.operation === TOOL) === isAboutTools &&
    (transport === undefined || transport === call.transport) &&
    isTool(call.tool ?? '') &&
    isProvider(call.provider ?? '') &&
    isModel(call.model ?? '') &&
    isOperation(call.operation);
}

function wildcards(
  texts: readonly string[] | undefined
): (value: string) => boolean {
  if (texts === undefined) return () => true;
  const whole = new RegExp(`^(?:${wildcardPattern(texts)})$`, 's');
  return value => whole.test(value);
}
