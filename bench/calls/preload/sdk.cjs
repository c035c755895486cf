// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
// The SDK of a worker: spans are counted and go nowhere, metrics are aggregated and never collected. Returns what
// registers instrumentations.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const load = createRequire(join(process.env.BENCH_PACKAGES, 'index.js'));
const { context, metrics, trace } = load('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = load(
  '@opentelemetry/context-async-hooks'
);
const { TracerProvider } = load('@opentelemetry/sdk-trace');
const { InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } =
  load('@opentelemetry/sdk-metrics');

globalThis.benchSpans = 0;
const nothing = () => Promise.resolve();
const counter = {
  onStart() {},
  onEnding() {},
  onEnd() {
    globalThis.benchSpans++;
  },
  forceFlush: nothing,
  shutdown: nothing,
};
const tracerProvider = new TracerProvider({ spanProcessors: [counter] });
const meterProvider = new MeterProvider({
  readers: [
    new PeriodicExportingMetricReader({
      exporter: new InMemoryMetricExporter(0),
      exportIntervalMillis: 2 ** 30,
      exportTimeoutMillis: 2 ** 29,
    }),
  ],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(tracerProvider);
metrics.setGlobalMeterProvider(meterProvider);

function register(instrumentations) {
  const { registerInstrumentations } = load('@opentelemetry/instrumentation');
  registerInstrumentations({ tracerProvider, meterProvider, instrumentations });
}

/** The HTTP instrumentations, as the register entry sets them up. */
function http() {
  const { UndiciInstrumentation } = load(
    '@opentelemetry/instrumentation-undici'
  );
  const { HttpInstrumentation } = load('@opentelemetry/instrumentation-http');
  return [new UndiciInstrumentation(), new HttpInstrumentation()];
}

module.exports = { counter, http, load, register };
