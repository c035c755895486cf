// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LATENCY_METRICS } from '../../sli/metric-names.ts';
import type {
  LatencyMetric,
  LatencyObjective,
  Objective,
  Objectives,
} from '../../objectives/objective.ts';
import { matchersOf } from '../../sli/promql.ts';
import { number } from '../../rules/scope.ts';
import type { CallQueries } from '../call-queries.ts';
import { type By } from '../call-queries.ts';
import type { Section } from '../panels/grid.ts';
import { heatMapPanel } from '../panels/heat-map-panel.ts';
import { thresholds, type Content, type Query } from '../panels/panel.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';

/** Names of the latency metrics in words. */
export const LATENCY_NAMES: Readonly<
  Record<
    LatencyMetric,
    { readonly title: string; readonly description: string }
  >
> = {
  duration: {
    title: 'Duration',
    description:
      'From the request to the last byte of the answer, of calls that were answered.',
  },
  time_to_first_chunk: {
    title: 'Time to first chunk',
    description:
      'Streamed calls: from the request to the first event of the answer.',
  },
  time_per_output_chunk: {
    title: 'Time per output chunk',
    description: 'Streamed calls: from one event of the answer to the next.',
  },
  time_to_first_audio: {
    title: 'Time to first audio',
    description:
      'Turns over WebSocket: from the request, or the end of the speech, to the first audio.',
  },
};

const QUANTILES: Readonly<Record<string, number>> = {
  P50: 0.5,
  P95: 0.95,
  P99: 0.99,
};

/** The three quantiles of a metric. */
export function quantileQueries(
  calls: CallQueries,
  metric: LatencyMetric,
  by: By = []
): Query[] {
  return Object.entries(QUANTILES).map(([legend, quantile]) => ({
    expr: calls.quantile(quantile, metric, by),
    legend,
  }));
}

/** A section for the duration, and for every other metric with an objective. */
export function latencySections(
  calls: CallQueries,
  { objectives }: Objectives
): Section[] {
  return LATENCY_METRICS.flatMap(metric => {
    const promised = objectives.filter(objective =>
      isOf(metric, objective)
    ) as LatencyObjective[];
    return promised.length === 0 && metric !== 'duration'
      ? []
      : [latencySection(calls, metric, promised)];
  });
}

/** Operations are in no histogram. */
function isOf(metric: LatencyMetric, objective: Objective): boolean {
  return (
    objective.kind === 'latency' &&
    objective.metric === metric &&
    objective.source !== 'operation'
  );
}

function latencySection(
  calls: CallQueries,
  metric: LatencyMetric,
  promised: readonly LatencyObjective[]
): Section {
  const { title, description } = LATENCY_NAMES[metric];
  const quantiles = timeSeriesPanel({
    title: `${title}: P50, P95, P99`,
    description:
      promised.length === 0
        ? description
        : `${description} The dashed lines are the objectives.`,
    unit: 's',
    queries: quantileQueries(calls, metric),
    ...(promised.length > 0 && {
      limits: thresholds(
        'transparent',
        ...promised
          .map(({ threshold }) => [threshold, 'red'] as const)
          .sort(([one], [other]) => one - other)
      ),
    }),
  });
  const heatMap = heatMapPanel({
    title: `${title}: all answers`,
    description: 'Answers per second, by how long they took.',
    unit: 's',
    queries: [{ expr: calls.buckets(metric) }],
  });
  const share =
    promised.length === 0 ? [] : [sharePanel(calls, metric, promised)];
  return {
    title,
    lines: [{ height: 9, panels: [quantiles, ...share, heatMap] }],
  };
}

function sharePanel(
  calls: CallQueries,
  metric: LatencyMetric,
  promised: readonly LatencyObjective[]
): Content {
  return timeSeriesPanel({
    title: `${LATENCY_NAMES[metric].title}: share in time`,
    description:
      'Share of the answers within the threshold of an objective: exact, because the threshold is a boundary of the histogram. The dashed lines are the objectives.',
    unit: 'percentunit',
    queries: promised.flatMap(({ name, threshold, target, match }) => [
      {
        expr: calls.withinShare(metric, threshold, matchersOf(match)),
        legend: `${name}: within ${number(threshold)} s`,
      },
      {
        expr: `vector(${number(target)})`,
        legend: `${name}: promised`,
        limit: true,
      },
    ]),
  });
}
