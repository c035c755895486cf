// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { metrics, ValueType, type MeterProvider } from '@opentelemetry/api';
import {
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider as SdkMeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { genAIViews } from '../../src/index.ts';
import {
  completion,
  json,
  scriptedServer,
  type ScriptedServer,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const DURATION = 'gen_ai.client.operation.duration';

/** From the metrics page of the conventions, v1.41.0. */
const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
  40.96, 81.92,
];
const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304,
  16777216, 67108864,
];

describe('metrics of calls', () => {
  let tracked: Tracked;
  let server: ScriptedServer;

  const call = async (model: string): Promise<void> => {
    const response = await fetch(`${server.origin}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model }),
    });
    await response.text();
  };

  beforeEach(async () => {
    server = await scriptedServer(({ body }, response) => {
      const { model } = JSON.parse(body) as { model: string };
      json(response, 200, { ...completion, model });
    });
  });
  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  it("have the convention's boundaries by advice alone", async () => {
    tracked = track();
    await call('a');
    const series = await tracked.series();
    assert.deepEqual(
      series.map(({ name, boundaries }) => [name, boundaries]),
      [
        [DURATION, SECONDS],
        ['gen_ai.client.token.usage', TOKENS],
        ['gen_ai.client.token.usage', TOKENS],
      ]
    );
  });

  it('have as many models as allowed, and the rest is _OTHER', async () => {
    tracked = track({ maxModels: 2 });
    for (const model of ['a', 'b', 'c', 'd', 'a']) await call(model);
    const series = await tracked.series(DURATION);
    assert.deepEqual(
      series.map(({ attributes, count }) => [
        attributes['gen_ai.request.model'],
        attributes['gen_ai.response.model'],
        count,
      ]),
      [
        ['a', 'a', 2],
        ['b', 'b', 1],
        ['_OTHER', '_OTHER', 2],
      ]
    );
    assert.deepEqual(
      tracked.genai().map(span => span.name),
      ['chat a', 'chat b', 'chat c', 'chat d', 'chat a'],
      'spans keep the names'
    );
  });

  it('carry the attributes that are allowed, and no other', async () => {
    tracked = track({ metricAttributes: ['gen_ai.request.model', 'made.up'] });
    await call('a');
    const [duration] = await tracked.series(DURATION);
    assert.deepEqual(duration!.attributes, { 'gen_ai.request.model': 'a' });
  });

  it('begin when a meter provider comes, and follow it when it is replaced', async () => {
    tracked = track();
    // As when a configuration file starts the SDK: what is global at first is a no-op.
    tracked.instrumentation.setMeterProvider(metrics.getMeterProvider());
    const readerOf = (): PeriodicExportingMetricReader =>
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(0),
        exportIntervalMillis: 2 ** 30,
      });
    const countOf = async (
      reader: PeriodicExportingMetricReader
    ): Promise<number> => {
      const { resourceMetrics } = await reader.collect();
      const points = resourceMetrics.scopeMetrics
        .flatMap(scope => scope.metrics)
        .filter(metric => metric.descriptor.name === DURATION)
        .flatMap(metric => metric.dataPoints as { value: { count: number } }[]);
      return points.reduce((sum, point) => sum + point.value.count, 0);
    };
    await call('before');
    try {
      const counts: number[] = [];
      for (let index = 0; index < 2; index++) {
        const reader = readerOf();
        metrics.setGlobalMeterProvider(
          new SdkMeterProvider({ readers: [reader] })
        );
        await call('after');
        counts.push(await countOf(reader));
        metrics.disable();
      }
      assert.deepEqual(counts, [1, 1]);
    } finally {
      metrics.disable();
    }
  });

  it('hurt nobody when the meter throws', async () => {
    tracked = track();
    const broken: MeterProvider = {
      getMeter() {
        throw new Error('no meter today');
      },
    };
    tracked.instrumentation.setMeterProvider(broken);
    await call('a');
    assert.equal(tracked.genai().length, 1);
  });
});

describe('what a provider says about its limits', () => {
  it('is a gauge by kind, a time to wait, and nothing on the metrics of the conventions', async () => {
    const tracked = track();
    const server = await scriptedServer((_, response) => {
      response.setHeader('x-ratelimit-remaining-requests', '0');
      response.setHeader('x-ratelimit-remaining-tokens', '149984');
      response.setHeader('retry-after', '7');
      json(response, 429, { error: { code: 'rate_limit_exceeded' } });
    });
    try {
      await fetch(`${server.origin}/v1/chat/completions`, {
        method: 'POST',
        body: '{"model":"gpt-4o"}',
      }).then(response => response.text());
      const shared = {
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
      };
      assert.deepEqual(
        await tracked.values('genai.client.ratelimit.remaining'),
        [
          { ...shared, kind: 'requests', value: 0 },
          { ...shared, kind: 'tokens', value: 149984 },
        ]
      );
      const [wait, ...more] = await tracked.series('genai.client.retry_after');
      assert.deepEqual(more, []);
      assert.deepEqual(wait!.attributes, shared);
      assert.equal(wait!.sum, 7);
    } finally {
      await tracked.stop();
      await server.close();
    }
  });
});

describe('active calls', () => {
  it('are counted while they run, however they end', async () => {
    const tracked = track();
    const held: ServerResponse[] = [];
    const server = await scriptedServer((_, response) => held.push(response));
    const url = `${server.origin}/v1/chat/completions`;
    const active = async (): Promise<unknown> => {
      const [found] = await tracked.values('genai.client.active_requests');
      return found?.['value'];
    };
    try {
      const calls = ['a', 'b'].map(model =>
        fetch(url, { method: 'POST', body: JSON.stringify({ model }) })
          .then(response => response.text())
          .catch(() => 'failed')
      );
      assert.equal(await active(), 2);
      while (held.length < 2) await new Promise(setImmediate);
      json(held[0]!, 200, completion);
      held[1]!.destroy();
      await Promise.all(calls);
      assert.equal(await active(), 0);
    } finally {
      await tracked.stop();
      await server.close();
    }
  });
});

describe('genAIViews', () => {
  it("gives the convention's boundaries over what else an instrument advises", async () => {
    const reader = new PeriodicExportingMetricReader({
      exporter: new InMemoryMetricExporter(0),
      exportIntervalMillis: 2 ** 30,
    });
    const provider = new SdkMeterProvider({
      readers: [reader],
      views: genAIViews(),
    });
    provider
      .getMeter('test')
      .createHistogram(DURATION, {
        unit: 's',
        valueType: ValueType.DOUBLE,
        advice: { explicitBucketBoundaries: [7] },
      })
      .record(1);
    const { resourceMetrics } = await reader.collect();
    const [metric, ...more] = resourceMetrics.scopeMetrics[0]!.metrics;
    assert.deepEqual(more, [], 'a view does not double the metric');
    const [point] = metric!.dataPoints as {
      value: { buckets: { boundaries: number[] } };
    }[];
    assert.deepEqual(point!.value.buckets.boundaries, SECONDS);
    await provider.shutdown();
  });

  it('names the aggregation as this line of the SDK does', () => {
    for (const { aggregation } of genAIViews()) {
      assert.equal(
        aggregation?.type,
        AggregationType.EXPLICIT_BUCKET_HISTOGRAM
      );
    }
  });
});
