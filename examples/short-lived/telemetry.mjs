// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The setup of a process that may be frozen as soon as it has answered: who handles an event calls `flush()` first.
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const spans = new BatchSpanProcessor({
  exporter: new OTLPTraceExporter(),
});
const metrics = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter(),
});

const sdk = new NodeSDK({
  serviceName: 'short-lived',
  spanProcessors: [spans],
  metricReaders: [metrics],
  instrumentations: [new UndiciInstrumentation(), new GenAIInstrumentation()],
});
sdk.start();

/** Sends what there is, and keeps going. That it could not be sent is no reason to fail the event. */
export const flush = () =>
  Promise.allSettled([spans.forceFlush(), metrics.forceFlush()]);
