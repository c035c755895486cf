// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const sdk = new NodeSDK({
  serviceName: 'nextjs',
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
  ],
  // The span of the incoming request is made by Next.js.
  instrumentations: [new UndiciInstrumentation(), new GenAIInstrumentation()],
});
sdk.start();

// With NEXT_MANUAL_SIG_HANDLE, for Next.js would exit before the last spans and metrics are sent.
process.once('SIGTERM', () => {
  void sdk.shutdown().finally(() => process.exit());
});
