// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
} from '@opentelemetry/sdk-metrics';
import { boundariesOf } from '../../../src/slo/sli/boundaries.ts';
import type { LatencyMetric } from '../../../src/slo/objectives/objective.ts';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../src/slo/objectives/objective-input.ts';
import { viewBlock } from '../../../src/slo/sli/view-block.ts';
import { genAIViews } from '../../../src/slo/sli/views.ts';
import { Random } from './random.ts';

const NAMES: Readonly<Record<LatencyMetric, string>> = {
  duration: 'gen_ai.client.operation.duration',
  time_to_first_chunk: 'gen_ai.client.operation.time_to_first_chunk',
  time_per_output_chunk: 'gen_ai.client.operation.time_per_output_chunk',
  time_to_first_audio: 'genai.client.time_to_first_audio',
};

const cost = (precision: 'standard' | 'high') =>
  resolveObjectives({
    service: 'chat',
    precision,
    objectives: [{ name: 'c', kind: 'cost', budget: 1 }],
  });

describe('boundaries', () => {
  it('are a ladder of preferred numbers', () => {
    assert.deepEqual(boundariesOf(cost('standard')), {
      duration: [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300],
      time_to_first_chunk: [
        0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 60,
      ],
      time_per_output_chunk: [
        0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5,
      ],
      time_to_first_audio: [
        0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 60,
      ],
    });
    assert.deepEqual(
      boundariesOf(cost('high')).duration,
      [
        0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30,
        50, 75, 100, 150, 200, 300,
      ]
    );
  });

  it('have every threshold of their metric once, also beyond the ladder', () => {
    const objectives = ['2s', '250ms', '2.0s', '1ms', '20m', '1.7s'].map(
      (threshold, index): ObjectiveInput => ({
        name: `o${index}`,
        kind: 'latency',
        threshold,
        target: 99,
      })
    );
    const { duration, time_to_first_chunk } = boundariesOf(
      resolveObjectives({ service: 'chat', objectives })
    );
    assert.deepEqual(
      duration,
      [
        0.001, 0.1, 0.2, 0.25, 0.3, 0.5, 1, 1.7, 2, 3, 5, 10, 20, 30, 50, 100,
        200, 300, 1200,
      ]
    );
    assert.deepEqual(
      time_to_first_chunk,
      boundariesOf(cost('standard')).time_to_first_chunk
    );
  });

  it('are the same as a block of a configuration file', () => {
    const objectives = cost('standard');
    const { meter_provider } = viewBlock(objectives) as {
      meter_provider: {
        views: {
          selector: { instrument_name: string };
          stream: {
            aggregation: {
              explicit_bucket_histogram: { boundaries: number[] };
            };
          };
        }[];
      };
    };
    const block = meter_provider.views.find(
      ({ selector }) => selector.instrument_name === NAMES.duration
    );
    assert.deepEqual(
      block?.stream.aggregation.explicit_bucket_histogram.boundaries,
      boundariesOf(objectives).duration
    );
    assert.equal(meter_provider.views.length, genAIViews().length);
  });
});

describe('the share under a threshold', () => {
  const seed = 200;

  it(`is read off the histogram exactly, for 200 random objectives (seed ${seed})`, async () => {
    const random = new Random(seed);
    for (let round = 0; round < 200; round++) {
      const metric = random.of(Object.keys(NAMES) as LatencyMetric[]);
      // From half a millisecond to twenty minutes, with up to four digits.
      const threshold = Number(
        (10 ** (-3.3 + 6.4 * random.next())).toPrecision(1 + random.below(4))
      );
      const objectives = resolveObjectives({
        service: 'chat',
        precision: random.of(['standard', 'high'] as const),
        objectives: [
          {
            name: 'o',
            kind: 'latency',
            metric,
            threshold: `${threshold}s`,
            target: 99,
          },
        ],
      });
      const values = Array.from({ length: 300 }, () =>
        random.chance(0.1)
          ? threshold
          : threshold * 2 ** (4 * random.next() - 2)
      );
      const point = await recorded(
        genAIViews(objectives),
        NAMES[metric],
        values
      );
      const { boundaries, counts } = point.buckets;
      const within = boundaries.indexOf(threshold);
      assert.notEqual(within, -1, `${threshold} is no boundary`);
      assert.equal(
        counts.slice(0, within + 1).reduce((sum, count) => sum + count, 0),
        values.filter(value => value <= threshold).length,
        `${metric} ${threshold}`
      );
    }
  });
});

async function recorded(
  views: ReturnType<typeof genAIViews>,
  name: string,
  values: readonly number[]
): Promise<Histogram> {
  const exporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE
  );
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 2 ** 30,
  });
  const provider = new MeterProvider({ readers: [reader], views });
  const histogram = provider.getMeter('test').createHistogram(name);
  for (const value of values) histogram.record(value);
  await provider.forceFlush();
  const [metrics] = exporter.getMetrics();
  const [point] = metrics?.scopeMetrics[0]?.metrics[0]?.dataPoints ?? [];
  await provider.shutdown();
  return (point as DataPoint<Histogram>).value;
}
