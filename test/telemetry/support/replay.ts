// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { resolveConfig } from '../../../src/config/config.ts';
import { createObserver } from '../../../src/observe/observe.ts';
import type { GenAIInstrumentationConfig } from '../../../src/config/options.ts';
import { CallMetrics } from '../../../src/telemetry/metrics.ts';
import type { WireFixture } from '../../unit/dialects/wire-fixtures.ts';

export interface ReplayOptions {
  /** Length of the slices in which the body comes. Default: whole. */
  readonly size?: number;
  /** The request body is only seen as it is sent, as with node:http. */
  readonly late?: boolean;
  readonly semconv?: GenAIInstrumentationConfig['semconv'];
}

export interface Replayed {
  readonly spans: ReadableSpan[];
  readonly metrics: MetricData[];
}

/** Plays a fixture to an observer that reports to a real SDK. */
export async function replay(
  fixture: WireFixture,
  { size = Infinity, late = false, semconv }: ReplayOptions = {}
): Promise<Replayed> {
  const spans: ReadableSpan[] = [];
  const tracers = new TracerProvider({
    spanProcessors: [
      {
        onStart() {},
        onEnd: (span: ReadableSpan) => void spans.push(span),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: new InMemoryMetricExporter(0),
    exportIntervalMillis: 2 ** 30,
  });
  const meters = new MeterProvider({ readers: [reader] });
  const config = resolveConfig(semconv === undefined ? {} : { semconv }, {});
  const observer = createObserver(config, {
    tracer: () => tracers.getTracer('test'),
    metrics: new CallMetrics(config, {
      provider: () => meters,
      meterOf: provider => provider.getMeter('test'),
    }),
  });
  if (wants(observer, fixture)) play(observer, fixture, size, late);
  const { resourceMetrics } = await reader.collect();
  await meters.shutdown();
  return {
    spans,
    metrics: resourceMetrics.scopeMetrics.flatMap(scope => scope.metrics),
  };
}

/** Whether it is looked at all: not so what is only fetched, where the profile has no name for it. */
function wants(
  observer: ReturnType<typeof createObserver>,
  { request: { method, url } }: WireFixture
): boolean {
  const { pathname, search } = new URL(url);
  const wanted = observer.wants(method, pathname + search);
  assert.ok(wanted || method === 'GET');
  return wanted;
}

function play(
  observer: ReturnType<typeof createObserver>,
  { request, response, bytes }: WireFixture,
  size: number,
  late: boolean
): void {
  const url = new URL(request.url);
  // What is fetched has no body.
  const sent = request.method === 'GET' ? '' : JSON.stringify(request.body);
  const listener = observer.observe({
    method: request.method,
    url,
    transport: late ? 'http' : 'fetch',
    body: late || sent === '' ? undefined : sent,
    headers: { get: name => request.headers[name] },
  });
  assert.ok(listener);
  if (late && sent !== '') {
    const middle = sent.length >> 1;
    listener.onRequestBody(sent.slice(0, middle), false);
    listener.onRequestBody(Buffer.from(sent.slice(middle)), true);
  }
  let now = performance.now();
  listener.onResponse(
    response.status,
    { get: name => response.headers[name] },
    (now += 10)
  );
  for (let start = 0; start < bytes.length; start += size) {
    const chunk = Buffer.from(bytes.subarray(start, start + size));
    listener.onBytes(chunk, (now += 1));
    // The buffer is the application's, which may use it again.
    chunk.fill(0);
  }
  listener.onEnd(now + 1);
}
