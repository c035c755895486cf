// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// node --import ./examples/resilience/telemetry.mjs: an OpenTelemetry setup that keeps all, and prints it at the end.
import { fileURLToPath } from 'node:url';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';
import { printTelemetry } from './print.mjs';

const spans = new InMemorySpanExporter();
const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: metrics });
const sdk = new NodeSDK({
  serviceName: 'resilience-example',
  spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
  metricReaders: [reader],
  logRecordProcessors: [],
  instrumentations: [
    new UndiciInstrumentation(),
    new GenAIInstrumentation({
      slo: fileURLToPath(new URL('slo.yaml', import.meta.url)),
    }),
  ],
});
sdk.start();

process.once('beforeExit', async () => {
  await reader.forceFlush();
  const seen = {
    spans: spans.getFinishedSpans().map(plainSpan),
    points: metrics.getMetrics().at(-1).scopeMetrics.flatMap(plainPoints),
  };
  printTelemetry(seen);
  // check.mjs started us and wants to know, too.
  process.send?.(seen);
  await sdk.shutdown();
});

function plainSpan(span) {
  return {
    id: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
    name: span.name,
    startMs: span.startTime[0] * 1000 + span.startTime[1] / 1e6,
    tookMs: span.duration[0] * 1000 + span.duration[1] / 1e6,
    attributes: span.attributes,
  };
}

function plainPoints({ metrics: all }) {
  return all.flatMap(({ descriptor: { name }, dataPoints }) =>
    dataPoints.map(({ attributes, value }) => ({ name, attributes, value }))
  );
}
