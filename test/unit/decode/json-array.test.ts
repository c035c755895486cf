// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createDecoder } from '../../../src/decode/decoder.ts';
import {
  firstAndLast,
  numbered,
  randomFrom,
  replay,
  SLICES,
  SSE_OPTIONS,
} from './replay.ts';

const SEED = 20261123;
const JSON_OPTIONS = { contentType: 'application/json; charset=UTF-8' };

/** As Gemini sends it: each element with blanks in it, a comma and a line end between two. */
function asArray(elements: readonly unknown[]): string {
  return `[${elements.map(element => JSON.stringify(element, null, 2)).join(',\r\n')}\n]\n`;
}

/** What is read of a body, in whatever slices it comes. */
function gives(
  body: string,
  counted: number,
  values: unknown[],
  options: { everyEvent?: boolean; contentType?: string } = {}
): void {
  for (const slice of SLICES) {
    assert.deepEqual(
      replay(body, { ...JSON_OPTIONS, ...options }, slice),
      { counted, stream: false, values, done: false, oversize: false },
      `in slices of ${slice}`
    );
  }
}

describe('JSON arrays that arrive piecewise', () => {
  it('count each object, and give the first and the last eight as one array', () => {
    for (const count of [1, 2, 9, 10, 30]) {
      const elements = numbered(count);
      gives(asArray(elements), count, [firstAndLast(elements)]);
    }
  });

  it('give every object where every one is wanted', () => {
    const elements = numbered(30);
    gives(asArray(elements), 30, [elements], { everyEvent: true });
  });

  it('count an object as soon as it is complete', () => {
    const decoder = createDecoder({ ...SSE_OPTIONS, ...JSON_OPTIONS });
    const pushes = ['[', '{"a', '":1', '}', ',\n{"b":{}', '},{', '}]', ' '];
    assert.deepEqual(
      pushes.map(part => decoder.push(Buffer.from(part))),
      [0, 0, 0, 1, 0, 1, 1, 0]
    );
  });

  it('are told by their first bytes, whatever the content type says', () => {
    const elements = [{ a: 1 }, { b: 2 }];
    gives(`\ufeff\r\n ${asArray(elements)}`, 2, [elements]);
    gives(asArray(elements), 2, [elements], { contentType: '' });
  });

  it('hold brackets, quotes and backslashes in their strings', () => {
    const elements = [
      { '}]"': ']}{[\\' },
      { a: '\\"', b: '\\\\', c: '\\\\"}' },
      { d: ['"', ['}'], '\u2028😀'] },
      { '': '' },
    ];
    gives(JSON.stringify(elements), 4, [elements]);
  });

  it('give what was complete when they are cut', () => {
    gives('[{"a":1},{"b":[2', 1, [[{ a: 1 }]]);
    gives('[{"a":1},', 1, [[{ a: 1 }]]);
    gives('[{"a":"1', 0, [[]]);
  });

  it('pass over elements that are no objects, and what follows the end', () => {
    gives('[{"a":1},2,"{}",[{"b":2}],null,{"c":3}] {"d":4}]', 2, [
      [{ a: 1 }, { c: 3 }],
    ]);
  });

  it('leave out an object that is broken', () => {
    gives('[{"a":1},{"b":x},{"c":3}]', 3, [[{ a: 1 }, { c: 3 }]]);
  });

  it('give the outline of a large object when it has come, after those before it', () => {
    const text = 'x'.repeat(2_000_000);
    for (const slice of [4096, Infinity]) {
      const { counted, values } = replay(
        JSON.stringify([{ n: 1 }, { text, n: 5 }, ['x', text], text, { n: 2 }]),
        JSON_OPTIONS,
        slice
      );
      assert.deepEqual(
        [counted, values],
        [3, [{ n: 1 }, { text: '', n: 5 }, [{ n: 2 }]]]
      );
    }
  });

  it('give nothing of a large object that was cut off', () => {
    const body = `[{"a":"${'x'.repeat(2_000_000)}`;
    for (const slice of [4096, Infinity]) {
      const { counted, values } = replay(body, JSON_OPTIONS, slice);
      assert.deepEqual([counted, values], [0, [[]]]);
    }
  });

  it(`are read as JSON.parse reads them, in any slices (seed ${SEED})`, () => {
    const random = randomFrom(SEED);
    const pick = <T>(values: readonly T[]): T =>
      values[random(values.length)] as T;
    const value = (depth: number): unknown =>
      depth === 0 || random(3) === 0
        ? pick(['é世界😀', '}],{["', '\\', '\\"', '', 7, null, true])
        : random(2) === 0
          ? Array.from({ length: random(4) }, () => value(depth - 1))
          : object(depth - 1);
    const object = (depth: number) =>
      Object.fromEntries(
        Array.from({ length: random(4) }, () => [
          pick(['a', 'b"', '\\', '}']),
          value(depth),
        ])
      );
    for (let run = 0; run < 1500; run++) {
      const elements = Array.from({ length: 1 + random(20) }, () => object(3));
      const body = JSON.stringify(elements, null, pick([0, 0, 1, '\t']));
      const everyEvent = random(2) === 0;
      const kept = everyEvent ? elements : firstAndLast(elements);
      const size = pick([1, 2, 3, 7, 64, Infinity, () => 1 + random(60)]);
      assert.deepEqual(
        replay(body, { ...JSON_OPTIONS, everyEvent }, size),
        {
          counted: elements.length,
          stream: false,
          values: [kept],
          done: false,
          oversize: false,
        },
        `run ${run}: ${body}`
      );
    }
  });
});
