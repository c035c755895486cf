// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  createNoopMeter,
  type Attributes,
  type Meter,
  type MeterProvider,
  type ObservableCallback,
  type ObservableResult,
} from '@opentelemetry/api';
import type { Call } from '../../src/call.ts';
import { OWN_METRICS } from '../../src/semconv/own.ts';
import { V1_41 } from '../../src/semconv/v1.41.ts';
import { createInstruments } from '../../src/telemetry/instruments.ts';
import { CallMetrics } from '../../src/telemetry/metrics.ts';
import { wholeCall } from '../unit/semconv/whole-call.ts';

type Record = [name: string, value: number, attributes: Attributes];

/** A meter that keeps what it is given; with `bind` as newer SDKs will have it, if asked. */
function standIn(bind: boolean) {
  const records: Record[] = [];
  const bound: Attributes[] = [];
  const observers: ObservableCallback[] = [];
  const create = (name: string) => {
    const record = (value: number, attributes: Attributes): void =>
      void records.push([name, value, attributes]);
    return {
      record,
      add: record,
      ...(bind && {
        bind(attributes: Attributes) {
          bound.push(attributes);
          const one = (value: number): void => record(value, attributes);
          return { record: one, add: one };
        },
      }),
    };
  };
  const meter = {
    createHistogram: create,
    createCounter: create,
    createObservableUpDownCounter: () => ({
      addCallback: (callback: ObservableCallback) => observers.push(callback),
    }),
    createGauge: create,
  } as unknown as Meter;
  const observed = (): [value: number, attributes: Attributes][] => {
    const found: [number, Attributes][] = [];
    const result: ObservableResult = {
      observe: (value, attributes = {}) => found.push([value, attributes]),
    };
    for (const observe of observers) void observe(result);
    return found;
  };
  return { records, bound, meter, observed };
}

function metricsOf(meter: Meter): CallMetrics {
  const provider: MeterProvider = { getMeter: () => meter };
  return new CallMetrics(
    {
      profile: V1_41,
      metricAttributes: new Set(V1_41.metricAttributeNames),
      maxModels: 50,
      ownMetrics: true,
    },
    { provider: () => provider, meterOf: () => meter }
  );
}

const measured: ReadonlySet<string> = new Set();

function play(metrics: CallMetrics, call: Call): void {
  const open = metrics.begin(call);
  open.end();
  metrics.record(call, measured);
}

describe('the attributes of measurements', () => {
  it('are the same frozen object for every call of a kind, with sorted keys', () => {
    const { records, meter } = standIn(false);
    const metrics = metricsOf(meter);
    play(metrics, wholeCall('openai', 'chat'));
    const first = records.splice(0);
    play(metrics, wholeCall('openai', 'chat'));
    assert.ok(first.length >= 5);
    for (const [index, [name, , attributes]] of first.entries()) {
      const [otherName, , again] = records[index]!;
      assert.equal(name, otherName);
      assert.equal(attributes, again, name);
      assert.ok(Object.isFrozen(attributes), name);
      const keys = Object.keys(attributes);
      assert.deepEqual(keys, [...keys].sort());
    }
  });

  it('are bound once where the SDK binds', () => {
    const { records, bound, meter } = standIn(true);
    const metrics = metricsOf(meter);
    play(metrics, wholeCall('openai', 'chat'));
    const times = bound.length;
    const count = records.length;
    for (let calls = 0; calls < 10; calls++) {
      play(metrics, wholeCall('openai', 'chat'));
    }
    assert.ok(times > 0);
    assert.equal(bound.length, times);
    assert.equal(records.length, 11 * count);
  });

  it('of open calls are observed, without a measurement', () => {
    const { meter, records, observed } = standIn(false);
    const metrics = metricsOf(meter);
    const to = (serverAddress: string): Call => ({
      ...wholeCall('openai', 'chat'),
      serverAddress,
    });
    const ends = ['a', 'b', 'a'].map(server => metrics.begin(to(server)));
    const counts = () =>
      observed().map(([value, attributes]) => [
        attributes['server.address'],
        value,
      ]);
    // Calls to the same server are one series.
    assert.deepEqual(counts(), [
      ['a', 2],
      ['b', 1],
    ]);
    ends[0]!.end();
    ends[1]!.end();
    assert.deepEqual(counts(), [
      ['a', 1],
      ['b', 0],
    ]);
    assert.deepEqual(records, []);
  });

  it('of open calls are measured where the meter has no observable instruments', () => {
    const { meter, records } = standIn(false);
    const { createObservableUpDownCounter: _, ...partial } = {
      ...meter,
      createUpDownCounter: meter.createCounter,
    };
    const open = metricsOf(partial as Meter).begin(wholeCall('openai', 'chat'));
    open.end();
    const { name } = OWN_METRICS.activeRequests;
    assert.deepEqual(
      records.map(([of, value]) => [of, value]),
      [
        [name, 1],
        [name, -1],
      ]
    );
  });

  it('are not made for a meter that records nothing', () => {
    assert.equal(createInstruments(createNoopMeter(), V1_41.metrics).size, 0);
    const metrics = metricsOf(createNoopMeter());
    const call = wholeCall('openai', 'chat');
    Object.defineProperty(call.response, 'serviceTier', {
      get() {
        throw new Error('read for nobody');
      },
    });
    play(metrics, call);
  });
});
