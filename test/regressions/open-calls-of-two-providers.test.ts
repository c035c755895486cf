// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { describe, it } from 'mocha';
import { OWN_METRICS, TURN_METRICS } from '../../src/semconv/own.ts';
import { V1_41 } from '../../src/semconv/v1.41.ts';
import { CallMetrics } from '../../src/telemetry/metrics.ts';
import type { MeterSource } from '../../src/telemetry/providers.ts';
import { SessionMetrics } from '../../src/telemetry/turns/metrics.ts';
import { wholeCall } from '../unit/semconv/whole-call.ts';

/** A reader that is asked for its metrics. */
class Asked extends MetricReader {
  protected override onForceFlush = () => Promise.resolve();
  protected override onShutdown = () => Promise.resolve();

  /** The sum of all series of a metric. */
  async sumOf(name: string): Promise<number> {
    const { resourceMetrics } = await this.collect();
    return resourceMetrics.scopeMetrics
      .flatMap(({ metrics }) => metrics)
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => Number(value)))
      .reduce((sum, value) => sum + value, 0);
  }
}

/** Two providers that both export, of which the second replaces the first. */
class Replaced {
  readonly readers = [new Asked(), new Asked()] as const;
  readonly #providers = this.readers.map(
    reader => new MeterProvider({ readers: [reader] })
  );
  #current = 0;
  readonly source: MeterSource = {
    provider: () => this.#providers[this.#current]!,
    meterOf: provider => provider.getMeter('test'),
  };

  replace(): void {
    this.#current = 1;
  }

  async sums(name: string): Promise<number[]> {
    return Promise.all(this.readers.map(reader => reader.sumOf(name)));
  }
}

describe('when a meter provider replaces another one that still exports', () => {
  it('open calls are counted once', async () => {
    const replaced = new Replaced();
    const { name } = OWN_METRICS.activeRequests;
    const metrics = new CallMetrics(
      {
        profile: V1_41,
        metricAttributes: new Set(V1_41.metricAttributeNames),
        maxModels: 50,
        ownMetrics: true,
      },
      replaced.source
    );
    const call = wholeCall('openai', 'chat');
    const first = metrics.begin(call);
    assert.deepEqual(await replaced.sums(name), [1, 0]);
    replaced.replace();
    const second = metrics.begin(call);
    assert.deepEqual(await replaced.sums(name), [0, 2]);
    first.end();
    second.end();
    assert.deepEqual(await replaced.sums(name), [0, 0]);
  });

  it('open sessions are counted once', async () => {
    const replaced = new Replaced();
    const { name } = TURN_METRICS.sessions;
    const metrics = new SessionMetrics({ ownMetrics: true }, replaced.source);
    const peer = { provider: 'openai', serverAddress: 'api.openai.com' };
    const first = metrics.begin(peer);
    assert.deepEqual(await replaced.sums(name), [1, 0]);
    replaced.replace();
    const second = metrics.begin(peer);
    assert.deepEqual(await replaced.sums(name), [0, 2]);
    first?.end();
    second?.end();
    assert.deepEqual(await replaced.sums(name), [0, 0]);
  });
});
