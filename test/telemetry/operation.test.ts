// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { localWindow, withOperation } from '../../src/slo/sli/operation.ts';
import {
  call,
  calling,
  counted,
  failing,
  good,
  slo,
} from './support/objectives.ts';
import type { Script } from './support/scripted-server.ts';
import type { Tracked } from './support/tracked.ts';

describe('an operation', () => {
  const answer = (more: object = {}): ObjectiveInput => ({
    name: 'answer',
    kind: 'availability',
    target: 99.9,
    source: 'operation',
    ...more,
  });
  const seen = (tracked: Tracked) => counted(tracked, {});

  it('has zeros before the first begins where an objective is about it', async () => {
    await calling(slo(answer()), good, async (_, tracked) => {
      assert.deepEqual(await seen(tracked), {
        'answer good': 0,
        'answer bad': 0,
        'answer excluded': 0,
      });
    });
  });

  it('makes no more series than there may be, whatever it is named', async () => {
    await calling(slo(answer()), good, async (_, tracked) => {
      for (let index = 0; index < 150; index++) {
        await withOperation(`answer user ${index}`, () => undefined);
      }
      await withOperation('answer', () => undefined);
      const values = await seen(tracked);
      // A hundred, the one that is promised, and the rest in one.
      assert.equal(Object.keys(values).length, 3 * 102);
      assert.equal(values['answer good'], 1);
      assert.equal(values['answer user 99 good'], 1);
      assert.equal(values['_OTHER good'], 50);
      assert.equal(localWindow('answer user 99').total, 1);
      // That of all of them together would be another's.
      assert.equal(localWindow('answer user 100').total, 0);
    });
  });

  it('has a window that covers what was before its first', async () => {
    await calling(slo(answer()), good, async () => {
      const before = Date.now();
      await setTimeout(5);
      await withOperation('answer', () => undefined);
      const { since, total } = localWindow('answer');
      assert.equal(total, 1);
      assert.ok(since.getTime() <= before);
    });
  });

  it('is one event, whatever its attempts', async () => {
    let attempts = 0;
    await calling(
      slo(answer()),
      (request, response) =>
        ++attempts < 3
          ? failing(503, 'overloaded_error')(request, response)
          : good(request, response),
      async (origin, tracked) => {
        const result = await withOperation('answer', async () => {
          for (let left = 3; left > 0; left--) await call(origin);
          return 'done';
        });
        assert.equal(result, 'done');
        assert.equal(attempts, 3);
        assert.deepEqual(await seen(tracked), {
          'answer good': 1,
          'answer bad': 0,
          'answer excluded': 0,
        });
        const { scope, total, bad, burn } = localWindow('answer');
        assert.deepEqual(
          { scope, total, bad, burn },
          { scope: 'process', total: 1, bad: 0, burn: 0 }
        );
      }
    );
  });

  it('fails as its last call did', async () => {
    let script: Script = failing(503, 'overloaded_error');
    await calling(
      slo(answer()),
      (request, response) => script(request, response),
      async (origin, tracked) => {
        const failed = new Error('no answer');
        const operate = () =>
          withOperation('answer', async () => {
            await call(origin);
            throw failed;
          });
        await assert.rejects(operate(), error => error === failed);
        script = failing(401, 'invalid_api_key');
        await assert.rejects(operate());
        assert.deepEqual(await seen(tracked), {
          'answer good': 0,
          'answer bad': 1,
          'answer excluded': 1,
        });
        assert.equal(Math.round(localWindow('answer').burn ?? 0), 1000);
      }
    );
  });

  it('fails by what was thrown where no call did', async () => {
    await calling(slo(answer()), good, async (_, tracked) => {
      const throwing = (error: unknown) =>
        assert.rejects(
          withOperation('answer', () => {
            throw error;
          })
        );
      await throwing(Object.assign(new Error('no'), { status: 400 }));
      await throwing(new DOMException('left', 'AbortError'));
      await throwing(new TypeError('not a function'));
      await throwing('a text');
      assert.deepEqual(await seen(tracked), {
        'answer good': 0,
        'answer bad': 2,
        'answer excluded': 2,
      });
    });
  });

  it('throws what was thrown, whatever it does when it is looked at', async () => {
    const trap = new Proxy(
      {},
      {
        get() {
          throw new Error('a trap');
        },
      }
    );
    for (const thrown of [undefined, null, trap] as unknown[]) {
      // A proxy that throws cannot be compared by assert, which looks at it.
      const caught = await withOperation('answer', () => {
        throw thrown;
      }).then(
        () => 'nothing',
        (error: unknown) => [error]
      );
      assert.ok(Array.isArray(caught) && caught[0] === thrown);
    }
  });

  it('is counted without an instrumentation, from zeros that a later provider has, too', async () => {
    const shared = globalThis as Record<symbol, unknown>;
    const key = Symbol.for('opentelemetry-instrumentation-genai.slo');
    const before = shared[key];
    delete shared[key];
    try {
      await withOperation('answer', () => undefined);
      const reader = new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
        exportIntervalMillis: 60_000,
      });
      const provider = new MeterProvider({ readers: [reader] });
      metrics.setGlobalMeterProvider(provider);
      await withOperation('answer', () => undefined);
      const { resourceMetrics } = await reader.collect();
      const [events] = resourceMetrics.scopeMetrics[0]?.metrics ?? [];
      assert.deepEqual(
        events?.dataPoints.map(({ attributes, value }) => [attributes, value]),
        [
          [{ slo: 'answer', outcome: 'good' }, 1],
          [{ slo: 'answer', outcome: 'bad' }, 0],
          [{ slo: 'answer', outcome: 'excluded' }, 0],
        ]
      );
      await provider.shutdown();
    } finally {
      metrics.disable();
      shared[key] = before;
    }
  });

  it('may be promised to be fast', async () => {
    await calling(
      slo({
        name: 'answer',
        kind: 'latency',
        source: 'operation',
        threshold: '0.1ms',
        target: 99,
      }),
      good,
      async (_, tracked) => {
        await withOperation('answer', () => setTimeout(5));
        assert.equal((await seen(tracked))['answer bad'], 1);
      }
    );
  });

  it('says what is wrong with the minutes of a window', () => {
    for (const minutes of [0, 61, 1.5, Number.NaN]) {
      assert.throws(() => localWindow('answer', { minutes }), {
        name: 'RangeError',
        message: `minutes: ${minutes} was given; allowed: a whole number from 1 to 60`,
      });
    }
  });
});
