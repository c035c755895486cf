// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createDecoder } from '../../../src/decode/decoder.ts';
import {
  asSse,
  numbered,
  replay,
  type Replayed,
  SLICES,
  SSE_OPTIONS,
} from './replay.ts';

describe('SSE bodies of which every event is kept', () => {
  it('gives all of them in order, also those of several lines', () => {
    const events = numbered(500);
    const body = `${asSse(events)}data: {\ndata: "a": 1}\n\n${asSse(events)}`;
    for (const slice of SLICES) {
      assert.deepEqual(replay(body, { everyEvent: true }, slice), {
        counted: 1001,
        stream: true,
        values: [...events, { a: 1 }, ...events],
        done: false,
        oversize: false,
      });
    }
  });

  it('reads those that fit when all are a byte above the bound, and then keeps the last', () => {
    const events = numbered(50);
    const bytes = Buffer.byteLength(
      events.map(event => JSON.stringify(event)).join('')
    );
    const read = (maxBodyBytes: number): Replayed =>
      replay(asSse(events), { everyEvent: true, maxBodyBytes }, 100);
    const common = { counted: 50, stream: true, done: false };
    assert.deepEqual(read(bytes), {
      ...common,
      values: events,
      oversize: false,
    });
    assert.deepEqual(read(bytes - 1), {
      ...common,
      values: events,
      oversize: true,
    });
    assert.deepEqual(read(300).values, [
      ...events.slice(0, 5),
      ...events.slice(-8),
    ]);
  });
});

describe('SSE bodies of which every event is read', () => {
  it('gives each at its end, also those of several lines', () => {
    const events = numbered(50);
    const given: unknown[] = [];
    const decoder = createDecoder({
      ...SSE_OPTIONS,
      readEvery: true,
      early: { onEvent: event => given.push(event) },
    });
    decoder.push(Buffer.from('data: {\ndata: "a": 1}\n\n'));
    assert.deepEqual(given, [{ a: 1 }]);
    for (const [index, event] of events.entries()) {
      decoder.push(Buffer.from(asSse([event])));
      assert.deepEqual(given, [{ a: 1 }, ...events.slice(0, index + 1)]);
    }
    assert.deepEqual(decoder.end().values, []);
  });
});

describe('SSE events that are too large to be kept', () => {
  const large = (name: string, size = 40_000): object => ({
    name,
    text: 'x'.repeat(size),
  });

  it('are read when they come, after those before them, in any slices', () => {
    const events = [
      { a: 1 },
      { a: 2 },
      large('one'),
      ...numbered(20),
      large('two', 900_000),
      large('three'),
      ...numbered(3),
    ];
    const kept = [
      ...events.slice(0, 3),
      ...numbered(20).slice(-8),
      { name: 'two', text: '' },
      ...events.slice(-4),
    ];
    for (const slice of SLICES) {
      const { values } = replay(asSse(events), {}, slice);
      assert.deepEqual(values, kept, `in slices of ${slice}`);
    }
  });

  it('are read at once when they come first, so that a cut stream has told who answers', () => {
    const body = `${asSse([large('created', 20_000)])}data: {"name":"compl`;
    for (const slice of SLICES) {
      assert.deepEqual(replay(body, {}, slice).values, [
        large('created', 20_000),
      ]);
    }
  });

  it('may come in several lines', () => {
    const half = 'y'.repeat(30_000);
    const body = `data: {"a":1}\n\ndata: {"b":"${half}",\ndata: "c":"${half}"}\n\n${asSse([{ d: 1 }])}`;
    for (const first of ['', asSse([{ first: true }])]) {
      for (const slice of SLICES) {
        const { values, oversize } = replay(first + body, {}, slice);
        assert.deepEqual(values, [
          ...(first === '' ? [] : [{ first: true }]),
          { a: 1 },
          { b: half, c: half },
          { d: 1 },
        ]);
        assert.equal(oversize, false);
      }
    }
  });
});
