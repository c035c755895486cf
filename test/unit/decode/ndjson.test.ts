// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { firstAndLast, numbered, replay, SLICES } from './replay.ts';

const MEBIBYTE = 1024 * 1024;

describe('NDJSON bodies', () => {
  const options = { contentType: 'application/x-ndjson' };
  const asLines = (events: readonly unknown[], lineEnd = '\n'): string =>
    events.map(event => JSON.stringify(event) + lineEnd).join('');

  function gives(body: string, expected: object): void {
    for (const slice of SLICES) {
      assert.deepEqual(
        replay(body, options, slice),
        {
          counted: 0,
          stream: true,
          values: [],
          done: false,
          oversize: false,
          ...expected,
        },
        `in slices of ${slice}`
      );
    }
  }

  it('gives the first line and the last eight, and counts all', () => {
    for (const count of [1, 9, 10, 100]) {
      const events = numbered(count);
      gives(asLines(events), { counted: count, values: firstAndLast(events) });
      gives(`\ufeff${asLines(events, '\r\n')}`, {
        counted: count,
        values: firstAndLast(events),
      });
    }
  });

  it('passes over empty lines, blanks before an object, and what is no object', () => {
    gives('\n  {"a":1}\n\t{"a":2} \n \n[1]\n"a"\n1\n', {
      counted: 2,
      values: [{ a: 1 }, { a: 2 }],
    });
  });

  it('reads the last line without a newline, and leaves it out when it was cut', () => {
    gives('{"a":1}\n {"a":2}', { counted: 1, values: [{ a: 1 }, { a: 2 }] });
    gives('{"a":1}\n{"a":', { counted: 1, values: [{ a: 1 }] });
  });

  it('sees [DONE]', () => {
    gives('{"a":1}\n[DONE]\n', { counted: 1, values: [{ a: 1 }], done: true });
    gives('{"a":1}\n[DONE]', { counted: 1, values: [{ a: 1 }], done: true });
  });

  it('reads the outline of a large line, and counts it', () => {
    for (const slice of [4096, 65_521, Infinity]) {
      const large = { text: 'x'.repeat(MEBIBYTE), n: 1 };
      assert.deepEqual(
        replay(asLines([{ a: 1 }, large, { a: 2 }], '\r\n'), options, slice),
        {
          counted: 3,
          stream: true,
          values: [{ a: 1 }, { text: '', n: 1 }, { a: 2 }],
          done: false,
          oversize: false,
        }
      );
    }
  });

  it('counts no line above the limit that is no object', () => {
    const body = `"${'x'.repeat(2 * MEBIBYTE)}"\n{"a":1}\n`;
    assert.deepEqual(replay(body, options, 65_521), {
      counted: 1,
      stream: true,
      values: [{ a: 1 }],
      done: false,
      oversize: false,
    });
  });

  it('keeps every line when it is asked to', () => {
    const events = numbered(40);
    const every = { ...options, everyEvent: true };
    assert.deepEqual(replay(asLines(events), every, 7).values, events);
  });
});
