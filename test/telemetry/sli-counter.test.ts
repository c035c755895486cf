// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { Call } from '../../src/call.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import {
  localWindow,
  preferSliCounter,
  removeSliCounter,
  withOperation,
} from '../../src/slo/sli/operation.ts';
import { SliCounter } from '../../src/slo/sli/counter.ts';

const preferred: SliCounter[] = [];

function prefer(counter: SliCounter): void {
  preferSliCounter(counter);
  preferred.push(counter);
}

afterEach(() => preferred.splice(0).forEach(removeSliCounter));

/** A counter, and what it recorded: the objective, the target, the outcome, and how many. */
function counting(...inputs: ObjectiveInput[]) {
  const { objectives } = resolveObjectives({
    service: 'chat',
    objectives: inputs,
  });
  const sums = new Map<string, number>();
  let records = 0;
  const counter = new SliCounter(objectives, (_metric, value, attributes) => {
    records++;
    const key = Object.values(attributes).join(' ');
    sums.set(key, (sums.get(key) ?? 0) + value);
  });
  return {
    counter,
    records: () => records,
    keys: () => [...sums.keys()].sort(),
    counted: () =>
      Object.fromEntries([...sums].filter(([, value]) => value > 0)),
  };
}

const call = (
  times: Partial<Call['times']>,
  stream = false,
  model = 'm'
): Call => ({
  provider: 'p',
  operation: 'chat',
  serverAddress: 'host.example',
  serverPort: 443,
  resendCount: 0,
  request: { model, ...(stream && { stream }) },
  response: {},
  times: { start: 1000, ...times },
  chunkIntervals: [],
});

const latency = (threshold: number, more: object = {}): ObjectiveInput => ({
  name: 'fast',
  kind: 'latency',
  threshold: `${threshold}s`,
  target: 99,
  ...more,
});

describe('the counter of events', () => {
  it('takes a call for fast up to its threshold, and no further', () => {
    const { counter, counted } = counting(latency(2));
    for (const end of [1001, 3000]) counter.count(call({ end }));
    assert.deepEqual(counted(), { 'p m fast good': 2 });
    counter.count(call({ end: 3001 }));
    assert.deepEqual(counted(), { 'p m fast good': 2, 'p m fast bad': 1 });
    assert.deepEqual(counter.ringOf('fast')?.sum(1), { total: 3, bad: 1 });
  });

  it('takes a first chunk for it in the same way, and knows nothing of calls without one', () => {
    const metric = 'time_to_first_chunk';
    const { counter, counted } = counting(latency(0.5, { metric }));
    for (const firstChunk of [1500, 1501]) {
      counter.count(call({ firstChunk, end: 9000 }, true));
    }
    counter.count(call({ end: 1001 }));
    assert.deepEqual(counted(), { 'p m fast good': 1, 'p m fast bad': 1 });
  });

  it('tells streams from others where the objective does', () => {
    for (const stream of [true, false]) {
      const { counter, counted } = counting(latency(2, { match: { stream } }));
      counter.count(call({ end: 1001 }, stream));
      counter.count(call({ end: 9001 }, !stream));
      assert.deepEqual(counted(), { 'p m fast good': 1 });
    }
  });

  it('takes the calls that the objective is about, by each of its words', () => {
    const ended = call({ end: 1001 });
    for (const [match, counts] of [
      [{ provider: 'p', model: 'm', operation: 'chat' }, true],
      [{ provider: ['other', 'p'], model: '*' }, true],
      [{ provider: 'other', model: 'm' }, false],
      [{ provider: 'p', model: 'other' }, false],
      [{ model: ['m.*', 'm?', '.'] }, false],
      [{ provider: 'p', operation: 'embeddings' }, false],
    ] as const) {
      const { counter, keys } = counting(latency(2, { match }));
      counter.count(ended);
      assert.equal(keys().length, counts ? 3 : 0, JSON.stringify(match));
    }
    const unnamed = { ...ended, request: {} };
    for (const [model, counts] of [
      ['*', true],
      ['undefined', false],
    ] as const) {
      const { counter, counted } = counting(latency(2, { match: { model } }));
      counter.count(unnamed);
      assert.deepEqual(counted(), counts ? { 'p fast good': 1 } : {});
    }
  });

  it('leaves chunks, minutes, money and operations to others', () => {
    const { counter, keys } = counting(
      latency(2, { metric: 'time_per_output_chunk' }),
      latency(2, { name: 'o', source: 'operation' }),
      { name: 'floor', kind: 'throughput', min: '1/min' },
      { name: 'spend', kind: 'cost', budget: 1 }
    );
    counter.count(call({ end: 1001 }));
    assert.deepEqual(keys(), []);
  });

  it('begins with zeros of every target that is named, and of none by a pattern', () => {
    const match = { provider: ['a', 'b*'], model: ['x', 'y', 'z*'] };
    const { counter, keys, records } = counting(latency(2, { match }));
    counter.begin();
    const zeros = ['x', 'y'].flatMap(model =>
      ['bad', 'excluded', 'good'].map(outcome => `a ${model} fast ${outcome}`)
    );
    assert.deepEqual(keys(), zeros);
    counter.begin();
    assert.equal(records(), 2 * zeros.length, 'once for each meter');

    const operation = ['chat', 'embeddings', 'g*'];
    const others = counting(
      latency(2, {
        match: { provider: 'a', model: 'x', operation },
        groupBy: ['operation'],
      })
    );
    others.counter.begin();
    assert.deepEqual(
      others.keys().filter(key => key.endsWith('good')),
      ['chat fast good', 'embeddings fast good']
    );
  });

  it('has zeros of a target once, and of no more targets than it remembers', () => {
    const { counter, records } = counting(latency(2));
    for (let index = 0; index < 10_005; index++) {
      for (const model of [`m${index}`, `m${index}`, 'm0']) {
        counter.expect(call({}, false, model));
      }
    }
    assert.equal(records(), 3 * 10_000);
  });
});

describe('operations by the clock', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({
      now: 1e12,
      toFake: ['Date', 'performance'],
    });
  });
  afterEach(() => clock.restore());

  it('are fast up to the threshold', async () => {
    const { counter, counted } = counting(latency(2, { source: 'operation' }));
    prefer(counter);
    for (const took of [2000, 2001]) {
      await withOperation('fast', () => clock.tick(took));
    }
    assert.deepEqual(counted(), { 'fast good': 1, 'fast bad': 1 });
  });

  it('have a window that begins with the process, or as many minutes ago', async () => {
    const { counter } = counting({
      name: 'answer',
      kind: 'availability',
      source: 'operation',
      target: 99,
    });
    prefer(counter);
    assert.equal(localWindow('answer').burn, undefined);
    for (const works of [true, true, true, false]) {
      await withOperation('answer', () => {
        if (!works) throw new Error('no');
      }).catch(() => {});
    }
    const { since, total, bad, burn } = localWindow('answer');
    assert.deepEqual(
      { since: since.getTime(), total, bad, burn: Math.round(burn ?? 0) },
      { since: 1e12, total: 4, bad: 1, burn: 25 }
    );
    clock.tick(30 * 60_000);
    assert.equal(localWindow('answer').since.getTime(), 1e12);
    assert.deepEqual(localWindow('answer', { minutes: 1 }), {
      scope: 'process',
      // Of the present minute: what was before it is not counted.
      since: new Date(Math.floor((1e12 + 30 * 60_000) / 60_000) * 60_000),
      total: 0,
      bad: 0,
      burn: undefined,
    });
  });
});
