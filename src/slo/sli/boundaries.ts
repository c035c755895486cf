// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from '../../semconv/profile.ts';
import { LATENCY_METRICS, latencyMetricOf } from './metric-names.ts';
import {
  rounded,
  type LatencyMetric,
  type Objectives,
} from '../objectives/objective.ts';

/** Steps of one decade. More of them read quantiles closer, and make more series. */
const STEPS: Readonly<Record<Objectives['precision'], readonly number[]>> = {
  standard: [1, 2, 3, 5],
  high: [1, 1.5, 2, 3, 5, 7.5],
};

/** Seconds from the least to the greatest boundary that a metric has without objectives at its edges. */
const RANGES: Readonly<Record<LatencyMetric, readonly [number, number]>> = {
  duration: [0.1, 300],
  time_to_first_chunk: [0.05, 60],
  time_per_output_chunk: [0.005, 5],
  time_to_first_audio: [0.05, 60],
};

/**
 * Boundaries of the latency metrics in seconds: a ladder of preferred numbers with the threshold of every objective put
 * in exactly, so that the share under it is counted, and not estimated.
 */
export function boundariesOf({
  objectives,
  precision,
}: Pick<Objectives, 'objectives' | 'precision'>): Record<
  LatencyMetric,
  number[]
> {
  const ladders = LATENCY_METRICS.map(metric => {
    const thresholds = objectives.flatMap(objective =>
      objective.kind === 'latency' && objective.metric === metric
        ? [objective.threshold]
        : []
    );
    return [
      metric,
      ladder(STEPS[precision], RANGES[metric], thresholds),
    ] as const;
  });
  return Object.fromEntries(ladders) as Record<LatencyMetric, number[]>;
}

/** Metrics whose boundaries hold the thresholds of the objectives, so that shares are counted and not estimated. */
export function withThresholds(
  metrics: readonly MetricDefinition[],
  slo: Objectives | undefined
): readonly MetricDefinition[] {
  if (slo === undefined) return metrics;
  const boundaries = boundariesOf(slo);
  return metrics.map(metric => {
    const latency = latencyMetricOf(metric.name);
    return latency === undefined
      ? metric
      : { ...metric, boundaries: boundaries[latency] };
  });
}

function ladder(
  steps: readonly number[],
  [least, greatest]: readonly [number, number],
  thresholds: readonly number[]
): number[] {
  const values = new Set([...thresholds, greatest]);
  for (let decade = 0.001; decade <= greatest; decade *= 10) {
    for (const step of steps) {
      const value = rounded(step * decade);
      if (value >= least && value <= greatest) values.add(value);
    }
  }
  return [...values].sort((a, b) => a - b);
}
