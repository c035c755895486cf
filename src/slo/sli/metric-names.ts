// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ATTRIBUTES } from '../../semconv/attributes.ts';
import { LATEST } from '../../semconv/latest.ts';
import {
  COST_METRICS,
  OWN_METRICS,
  SLO_METRICS,
  TURN_METRICS,
} from '../../semconv/own.ts';
import { MCP_ATTRIBUTES, MCP_METRICS } from '../../semconv/mcp.ts';
import { LIMIT_KIND } from '../../semconv/metric-attributes.ts';
import { V1_41 } from '../../semconv/v1.41.ts';
import type {
  GroupLabel,
  LatencyMetric,
  Match,
  PrometheusSettings,
} from '../objectives/objective.ts';
import { aboutTools } from './tools.ts';

/** The last word of the names of the latency metrics, whatever the profile. */
export const LATENCY_METRICS: readonly LatencyMetric[] = [
  'duration',
  'time_to_first_chunk',
  'time_per_output_chunk',
  'time_to_first_audio',
];

const PROFILES = { 'v1.41': V1_41, latest: LATEST };

/**
 * Name of a latency metric in Prometheus, as the exporter of the JS SDK has it: without its unit. The profile `latest`
 * measures embeddings by a metric of their own: a match of embeddings alone reads that one. Calls of tools have theirs in
 * every profile, and so has sound.
 */
export function latencySeries(
  metric: LatencyMetric,
  { semconv }: Pick<PrometheusSettings, 'semconv'>,
  match: Match = {}
): string {
  if (aboutTools(match) && metric === 'duration') {
    return seriesName(MCP_METRICS.operation.name);
  }
  if (metric === 'time_to_first_audio') {
    return seriesName(TURN_METRICS.timeToFirstAudio.name);
  }
  const candidates = PROFILES[semconv].metrics.filter(
    ({ name }) => latencyMetricOf(name) === metric
  );
  const found =
    candidates.find(
      ({ name }) => isEmbeddingsAlone(match) && name.includes('.embeddings.')
    ) ?? candidates[0];
  if (found === undefined) throw new Error(`${semconv} has no ${metric}`);
  return seriesName(found.name);
}

const EMBEDDINGS = 'embeddings';

function isEmbeddingsAlone({ operation = [] }: Match): boolean {
  return operation.length > 0 && operation.every(value => value === EMBEDDINGS);
}

/** Which latency metric an instrument is, `undefined` for others. */
export function latencyMetricOf(name: string): LatencyMetric | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return LATENCY_METRICS.find(metric => metric === last);
}

/** The SLI counter, and the one of the costs; their units add nothing to their names. */
export const EVENTS_SERIES = `${seriesName(SLO_METRICS.events.name)}_total`;
export const COST_SERIES = `${seriesName(COST_METRICS.cost.name)}_total`;
export const UNPRICED_SERIES = `${seriesName(COST_METRICS.unpriced.name)}_total`;

/** Series that no convention names: gauges, and a histogram of seconds. */
export const ACTIVE_SERIES = seriesName(OWN_METRICS.activeRequests.name);
export const REMAINING_SERIES = seriesName(OWN_METRICS.limitRemaining.name);
export const RETRY_AFTER_SERIES = seriesName(OWN_METRICS.retryAfter.name);

export type TokenType = 'input' | 'output';

/** Where a profile has the tokens of a call: a histogram, and what tells one type from the other in it. */
const TOKENS: Readonly<
  Record<
    PrometheusSettings['semconv'],
    (type: TokenType) => { readonly name: string; readonly matchers: string[] }
  >
> = {
  'v1.41': type => ({
    name: 'token.usage',
    matchers: [`${seriesName(ATTRIBUTES.tokenType)}="${type}"`],
  }),
  latest: type => ({ name: `operation.${type}_tokens`, matchers: [] }),
};

/** Name of the histogram of tokens in Prometheus, and its matchers; its unit adds nothing to the name. */
export function tokenSeries(
  type: TokenType,
  { semconv }: Pick<PrometheusSettings, 'semconv'>
): { readonly series: string; readonly matchers: readonly string[] } {
  const { name, matchers } = TOKENS[semconv](type);
  const found = PROFILES[semconv].metrics.find(metric =>
    metric.name.endsWith(`.${name}`)
  );
  if (found === undefined) throw new Error(`${semconv} has no ${name}`);
  return { series: seriesName(found.name), matchers };
}

/** Labels of Prometheus by what they tell apart. */
export const LABELS: Readonly<Record<GroupLabel, string>> = {
  provider: seriesName(ATTRIBUTES.providerName),
  model: seriesName(ATTRIBUTES.requestModel),
  operation: seriesName(ATTRIBUTES.operationName),
  tool: seriesName(MCP_ATTRIBUTES.toolName),
};

/** The label of turns over WebSocket. Calls over HTTP have none. */
export const PROTOCOL_LABEL = seriesName(ATTRIBUTES.networkProtocolName);

/** Which rate limit. */
export const LIMIT_KIND_LABEL = seriesName(LIMIT_KIND);

export const ERROR_TYPE = seriesName(ATTRIBUTES.errorType);

function seriesName(name: string): string {
  return name.replaceAll('.', '_');
}
