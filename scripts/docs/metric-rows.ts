// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the README's tables of metrics; scripts/docs.ts puts them there.
import {
  COST_METRICS,
  OWN_METRICS,
  SLO_METRICS,
  TURN_METRICS,
} from '../../src/semconv/own.ts';
import { MCP_METRICS } from '../../src/semconv/mcp.ts';
import type { MetricDefinition } from '../../src/semconv/profile.ts';
import { V1_41 } from '../../src/semconv/v1.41.ts';

const KINDS: Readonly<Record<MetricDefinition['kind'], string>> = {
  histogram: 'histogram',
  counter: 'counter',
  upDownCounter: 'up-down counter',
  gauge: 'gauge',
};

/** Name, kind, unit, and the name in Prometheus by either way. */
export function metricRows(): string[][] {
  return [
    ...V1_41.metrics,
    ...Object.values(MCP_METRICS),
    ...Object.values({
      ...OWN_METRICS,
      ...TURN_METRICS,
      ...COST_METRICS,
      ...SLO_METRICS,
    }),
  ].map(({ name, kind, unit }) => {
    const end = kind === 'counter' ? '_total' : '';
    const bare = name.replaceAll('.', '_');
    const byCollector = `${bare}${unit === 's' ? '_seconds' : ''}${end}`;
    return [name, KINDS[kind], unit, `${bare}${end}`, byCollector].map(
      (cell, column) => (column === 1 ? cell : `\`${cell}\``)
    );
  });
}

/** Metrics that have the same boundaries stand together. */
export function boundaryRows(): string[][] {
  const named = new Map<string, string[]>();
  for (const { name, boundaries } of [
    ...V1_41.metrics,
    ...Object.values(MCP_METRICS),
    TURN_METRICS.timeToFirstAudio,
    TURN_METRICS.sessionDuration,
  ]) {
    const text = boundaries?.join(' ') ?? '';
    named.set(text, [...(named.get(text) ?? []), `\`${name}\``]);
  }
  return [...named].map(([text, names]) => [names.join(' '), text]);
}
