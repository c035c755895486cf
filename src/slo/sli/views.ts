// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ViewOptions } from '@opentelemetry/sdk-metrics';
import { BOTH } from '../../semconv/both.ts';
import { MCP_METRICS } from '../../semconv/mcp.ts';
import { TURN_METRICS } from '../../semconv/own.ts';
import type { MetricDefinition } from '../../semconv/profile.ts';
import { boundariesOf } from './boundaries.ts';
import { latencyMetricOf } from './metric-names.ts';
import type { Objectives } from '../objectives/objective.ts';
import { resolveObjectives } from '../objectives/resolve.ts';
import type { ObjectivesInput } from '../objectives/objective-input.ts';

/**
 * `AggregationType.EXPLICIT_BUCKET_HISTOGRAM` of both SDK lines: the SDK is the user's, and nothing of it is loaded here.
 */
const EXPLICIT_BUCKET_HISTOGRAM = 4;

/** No objective is about how long a session takes. */
const SESSIONS: readonly MetricDefinition[] = [
  MCP_METRICS.session,
  TURN_METRICS.sessionDuration,
];

/**
 * The histogram boundaries of the GenAI metrics as views of an SDK meter provider. The instruments give the same
 * boundaries as advice; views are for setups in which another view would override it. Two views on one instrument count
 * every call twice: leave them out where a view of yours is about these metrics already.
 *
 * @param objectives whose thresholds are to be boundaries; without them the boundaries of the conventions.
 */
export function genAIViews(
  objectives?: Objectives | ObjectivesInput
): ViewOptions[] {
  const ladders = objectives && boundariesOf(resolveObjectives(objectives));
  const metrics: readonly MetricDefinition[] = [
    ...BOTH.metrics,
    MCP_METRICS.operation,
    TURN_METRICS.timeToFirstAudio,
    ...SESSIONS,
  ];
  return metrics.flatMap(({ name, boundaries: usual }) => {
    const isSession = SESSIONS.some(session => session.name === name);
    const latency = isSession ? undefined : latencyMetricOf(name);
    const boundaries =
      (latency === undefined ? undefined : ladders?.[latency]) ?? usual;
    return boundaries === undefined
      ? []
      : [
          {
            instrumentName: name,
            aggregation: {
              type: EXPLICIT_BUCKET_HISTOGRAM,
              options: { boundaries: [...boundaries] },
            },
          },
        ];
  });
}
