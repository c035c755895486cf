// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A setup on the 2.x line of the SDK. The lines marked (*) are what is new; they are the same on both lines.
const {
  OTLPMetricExporter,
} = require('@opentelemetry/exporter-metrics-otlp-http');
const {
  OTLPTraceExporter,
} = require('@opentelemetry/exporter-trace-otlp-http');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const {
  GenAIInstrumentation,
  genAIViews,
} = require('opentelemetry-instrumentation-genai'); // (*)

const sdk = new NodeSDK({
  serviceName: 'sdk-2',
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
  ],
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new GenAIInstrumentation(), // (*)
  ],
  // Optional: the boundaries are advice of the instruments already.
  views: genAIViews(), // (*)
});
sdk.start();

process.once('beforeExit', () => sdk.shutdown().catch(console.error));
