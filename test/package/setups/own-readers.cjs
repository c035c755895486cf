// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A setup with its own page of metrics and its own exporter of spans, in code.
const sdk = require('@opentelemetry/sdk-node');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const {
  OTLPTraceExporter,
} = require('@opentelemetry/exporter-trace-otlp-proto');
const { GenAIInstrumentation } = require('opentelemetry-instrumentation-genai');

const reader = new PrometheusExporter({ host: '127.0.0.1', port: 9557 });
// The option of SDK 0.200, which reads no configuration file either.
const readsFiles = 'startNodeSDK' in sdk || 'startNodeSdk' in sdk;

new sdk.NodeSDK({
  traceExporter: new OTLPTraceExporter({
    url: 'http://127.0.0.1:4999/v1/traces?api-key=sk-leaked-in-a-path',
  }),
  ...(readsFiles ? { metricReaders: [reader] } : { metricReader: reader }),
  instrumentations: [new GenAIInstrumentation()],
}).start();
