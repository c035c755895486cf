// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';

// For --require: an OpenTelemetry setup such as a team would have, with our instrumentation in it, that keeps what it
// is given.
const { context, metrics, propagation, trace } = require('@opentelemetry/api');
const {
  AsyncLocalStorageContextManager,
} = require('@opentelemetry/context-async-hooks');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const {
  AggregationTemporality,
  MeterProvider,
  MetricReader,
} = require('@opentelemetry/sdk-metrics');
const { TracerProvider } = require('@opentelemetry/sdk-trace');
const { instrumentationsOf } = require('./parties.cjs');

const running = new Set();
let ended = [];

const keeping = {
  onStart: span => running.add(span),
  onEnd(span) {
    running.delete(span);
    ended.push(span);
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

class DeltaReader extends MetricReader {
  selectAggregationTemporality() {
    return AggregationTemporality.DELTA;
  }
  onForceFlush() {
    return Promise.resolve();
  }
  onShutdown() {
    return Promise.resolve();
  }
}

const reader = new DeltaReader();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator({
  fields: () => ['traceparent'],
  extract: incoming => incoming,
  inject(outgoing, carrier, setter) {
    const { traceId, spanId } = trace.getSpanContext(outgoing) ?? {};
    if (traceId === undefined) return;
    setter.set(carrier, 'traceparent', `00-${traceId}-${spanId}-01`);
  },
});
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [keeping] })
);
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

registerInstrumentations({
  instrumentations: [
    ...instrumentationsOf(process.env),
    new UndiciInstrumentation(),
    new HttpInstrumentation(),
  ],
});

// As the exporter of any real setup does: the instrumentation of http patches in the first one, and an ES module's
// import of http is none.
require('node:http');

const ROOT = 'application';
const tracer = trace.getTracer(ROOT);

/** What the child asks for, which must not know OpenTelemetry itself: it also runs without. */
globalThis[Symbol.for('test/clients/telemetry')] = {
  /** Runs a scenario in a span, as a request to the application would. */
  run: fn =>
    tracer.startActiveSpan(ROOT, async span => {
      try {
        return await fn();
      } finally {
        span.end();
      }
    }),
  idle: () => running.size === 0,
  /** What is still open then has only the end of the process to wait for. */
  endOfProcess() {
    if (running.size > 0) process.emit('beforeExit', 0);
  },
  /** Everything since the last time. */
  async take() {
    const spans = ended.map(describeSpan);
    const unended = [...running].map(describeSpan);
    ended = [];
    running.clear();
    const { resourceMetrics } = await reader.collect();
    return { spans, unended, metrics: describeMetrics(resourceMetrics) };
  },
};

function describeSpan(span) {
  const { traceId, spanId } = span.spanContext();
  return {
    scope: span.instrumentationScope.name,
    name: span.name,
    kind: span.kind,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    attributes: span.attributes,
    status: span.status.code,
    began: span.startTime[0] + span.startTime[1] / 1e9,
    seconds: span.duration[0] + span.duration[1] / 1e9,
  };
}

function describeMetrics({ scopeMetrics }) {
  return scopeMetrics.flatMap(({ scope, metrics: list }) =>
    list.flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({
        scope: scope.name,
        name: descriptor.name,
        attributes,
        count: value.count ?? value,
        sum: value.sum ?? value,
      }))
    )
  );
}
