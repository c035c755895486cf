// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The setup of the application; it runs before it, by `--import`. A worker gets the flags of its parent,
// so this runs once in each thread: a thread has globals, and so an SDK, of its own.
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const sdk = new NodeSDK({
  serviceName: 'worker-threads',
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
  ],
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new GenAIInstrumentation(),
  ],
});
sdk.start();

process.once('beforeExit', () => sdk.shutdown().catch(console.error));
