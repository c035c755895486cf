// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { resolveConfig } from '../../src/config.ts';
import { createObserver } from '../../src/observe.ts';
import { CallMetrics } from '../../src/telemetry/metrics.ts';
import {
  fixtureDialects,
  wireFixtures,
  type WireFixture,
} from '../unit/dialects/wire-fixtures.ts';
import { expectedAttributes } from './support/expected.ts';

const SLICES = [1, 7, 64, Infinity];
const TIME = 'gen_ai.response.time_to_first_chunk';

describe('every fixture, as its provider would send it', () => {
  for (const dialect of fixtureDialects()) {
    for (const fixture of wireFixtures(dialect)) {
      it(`${dialect}/${fixture.name} gives one span with these attributes, in whatever slices it comes`, async () => {
        const expected = expectedAttributes(
          fixture.expect,
          new URL(fixture.request.url),
          fixture.response.status
        );
        for (const size of SLICES) {
          for (const late of [false, true]) {
            const { spans, counts } = await replay(fixture, size, late);
            assert.equal(spans.length, 1);
            checkSpan(spans[0]!, fixture, expected, size);
            checkMeasurements(counts, expected);
          }
        }
      });
    }
  }
});

function checkSpan(
  span: ReadableSpan,
  fixture: WireFixture,
  expected: Record<string, unknown>,
  size: number
): void {
  const { [TIME]: firstChunk, ...attributes } = span.attributes;
  assert.deepEqual(attributes, expected, `slices of ${size}`);
  const { model } = fixture.expect.request;
  const { operation } = fixture.expect;
  assert.equal(span.name, model ? `${operation} ${model}` : operation);
  assert.equal(span.kind, SpanKind.CLIENT);
  const failed = 'error.type' in expected;
  assert.deepEqual(span.status, {
    code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET,
  });
  const events =
    fixture.stream &&
    /^(?:data: ?)?\{.*\n/m.test(fixture.body.replaceAll('\r', ''));
  if (fixture.expect.request.stream === true && events) {
    assert.equal(typeof firstChunk, 'number');
  } else assert.equal(firstChunk, undefined);
}

function checkMeasurements(
  counts: ReadonlyMap<string, number>,
  expected: Record<string, unknown>
): void {
  assert.equal(counts.get('gen_ai.client.operation.duration'), 1);
  const tokens = ['input', 'output'].filter(
    type => `gen_ai.usage.${type}_tokens` in expected
  );
  assert.equal(
    counts.get('gen_ai.client.token.usage') ?? 0,
    tokens.length,
    'one measurement for each count that was reported'
  );
}

/** Plays a fixture to an observer; `late`: the request body is only seen as it is sent, as with node:http. */
async function replay(
  fixture: WireFixture,
  size: number,
  late: boolean
): Promise<{ spans: ReadableSpan[]; counts: Map<string, number> }> {
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
  const config = resolveConfig({}, {});
  const observer = createObserver(config, {
    tracer: () => tracers.getTracer('test'),
    metrics: new CallMetrics(config, {
      provider: () => meters,
      meterOf: provider => provider.getMeter('test'),
    }),
  });

  const { request, response } = fixture;
  const url = new URL(request.url);
  assert.ok(observer.wants(request.method, url.pathname + url.search));
  const sent = JSON.stringify(request.body);
  const listener = observer.observe({
    method: request.method,
    url,
    transport: late ? 'http' : 'fetch',
    body: late ? undefined : sent,
    header: name => request.headers[name],
  });
  assert.ok(listener);
  if (late) {
    const middle = sent.length >> 1;
    listener.onRequestBody(sent.slice(0, middle), false);
    listener.onRequestBody(Buffer.from(sent.slice(middle)), true);
  }
  let now = performance.now();
  listener.onResponse(
    response.status,
    name => response.headers[name],
    (now += 10)
  );
  const bytes = Buffer.from(fixture.body);
  for (let start = 0; start < bytes.length; start += size) {
    const chunk = Buffer.from(bytes.subarray(start, start + size));
    listener.onBytes(chunk, (now += 1));
    // The buffer is the application's, which may use it again.
    chunk.fill(0);
  }
  listener.onEnd(now + 1);

  const { resourceMetrics } = await reader.collect();
  const counts = new Map(
    resourceMetrics.scopeMetrics.flatMap(scope =>
      scope.metrics.map(metric => [
        metric.descriptor.name,
        (metric.dataPoints as { value: { count: number } }[]).reduce(
          (sum, point) => sum + point.value.count,
          0
        ),
      ])
    )
  );
  await meters.shutdown();
  return { spans, counts };
}
