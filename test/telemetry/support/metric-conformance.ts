// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from '@opentelemetry/api';
import {
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import {
  definitionOf,
  metricRequirements,
  wrongValue,
  type Convention,
} from '../../unit/semconv/convention.ts';
import type { SpanSample } from './conformance.ts';

/** What the live check of the suite says of metrics, and what the conventions say of their buckets and their errors. */
export function metricFindings(
  metrics: readonly MetricData[],
  span: SpanSample,
  convention: Convention
): string[] {
  return metrics.flatMap(metric => {
    const { name, unit } = metric.descriptor;
    // Our own ones, of which no convention speaks.
    if (name.startsWith('genai.')) return [];
    const definition = convention.metrics[name];
    if (definition === undefined) return [`missing_metric: ${name}`];
    const expected = {
      unit: definition.unit,
      instrument: definition.instrument,
    };
    const found = { unit, instrument: instrumentOf(metric) };
    return [
      ...(JSON.stringify(found) === JSON.stringify(expected)
        ? []
        : [`${name} is ${JSON.stringify(found)}`]),
      ...metric.dataPoints.flatMap(({ attributes, value }) => [
        ...measurementFindings(name, attributes, span, convention),
        ...(metric.dataPointType === DataPointType.HISTOGRAM &&
        String((value as Histogram).buckets.boundaries) !==
          String(definition.boundaries)
          ? [`${name} has other boundaries`]
          : []),
      ]),
    ];
  });
}

function measurementFindings(
  metric: string,
  attributes: Attributes,
  span: SpanSample,
  convention: Convention
): string[] {
  const provider = String(attributes['gen_ai.provider.name']);
  const table = metricRequirements(convention, metric, provider);
  const wrong = Object.entries(attributes).filter(([name, value]) => {
    const definition = definitionOf(convention, name);
    return (
      !(name in table) ||
      definition === undefined ||
      wrongValue(definition, value) !== undefined
    );
  });
  const absent = Object.keys(table).filter(
    name => table[name]!.level === 'required' && !(name in attributes)
  );
  const hasError = 'error.type' in table;
  return [
    ...wrong.map(([name]) => `${metric} has a wrong ${name}`),
    ...absent.map(name => `${metric} has no ${name}`),
    ...(hasError && attributes['error.type'] !== span.attributes['error.type']
      ? [`${metric} has another error.type than the span`]
      : []),
  ];
}

function instrumentOf({ dataPointType, ...metric }: MetricData): string {
  if (dataPointType === DataPointType.HISTOGRAM) return 'histogram';
  return 'isMonotonic' in metric && metric.isMonotonic === true
    ? 'counter'
    : 'another';
}
