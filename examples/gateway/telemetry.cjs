// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A setup that knows of a gateway: its host, what it calls itself, and the path at which it is asked.
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
  defineProvider,
  GenAIInstrumentation,
} = require('opentelemetry-instrumentation-genai');

const acme = defineProvider({
  name: 'acme_gateway',
  hosts: ['localhost'],
  // Only because its path is not a usual one. The format is OpenAI's.
  routes: [{ path: '/answers', dialect: 'openai-chat', operation: 'chat' }],
});

const sdk = new NodeSDK({
  serviceName: 'gateway',
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
  ],
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new GenAIInstrumentation({ providers: [acme] }),
  ],
});
sdk.start();

process.once('beforeExit', () => sdk.shutdown().catch(console.error));
