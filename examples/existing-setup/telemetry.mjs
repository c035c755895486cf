// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The setup of somebody who uses OpenTelemetry already; the lines marked (*) are what they add.
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  ConsoleMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace';
import {
  GenAIInstrumentation,
  genAIViews,
} from 'opentelemetry-instrumentation-genai'; // (*)

const sdk = new NodeSDK({
  serviceName: 'existing-setup',
  traceExporter: new ConsoleSpanExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new ConsoleMetricExporter(),
    }),
  ],
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new GenAIInstrumentation(), // (*)
  ],
  // Optional: the boundaries are advice of the instruments already; views keep them where advice is not read.
  views: genAIViews(), // (*)
});
sdk.start();

process.once('beforeExit', () => sdk.shutdown().catch(console.error));
