// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { oneHeader } from '../../src/wire/headers/one-header.ts';

describe('oneHeader', () => {
  const pairs: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Accept', 'text/html'],
    ['X-Accepted', 'no'],
  ];
  const flat = pairs.flat();
  const forms: Record<string, unknown> = {
    'a Headers object': new Headers(pairs),
    'a record': Object.fromEntries(pairs),
    'a record without a prototype': Object.assign(
      Object.create(null) as object,
      Object.fromEntries(pairs)
    ),
    'a record of lists': { ACCEPT: ['text/html', 'text/plain'] },
    pairs,
    'names and values in turn': flat,
    'names and values as bytes': flat.map(text => Buffer.from(text)),
    'the lines of a message': pairs
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join(''),
    'lines without a last break': 'accept: text/html',
  };

  for (const [form, headers] of Object.entries(forms)) {
    it(`reads ${form}`, () => {
      assert.equal(oneHeader(headers, 'accept'), 'text/html');
      assert.equal(oneHeader(headers, 'mcp-session-id'), undefined);
    });
  }

  it('runs nothing of the application', () => {
    let ran = 0;
    const trap = (): never => {
      ran++;
      throw new Error('it was read');
    };
    const handler = new Proxy({}, { get: trap });
    const values: unknown[] = [
      new Proxy({}, handler),
      new Proxy(new Headers(), handler),
      Object.defineProperty({}, 'accept', { get: trap, enumerable: true }),
      { accept: { toString: trap } },
      { [Symbol.iterator]: trap },
      [{ toString: trap }, 'text/html'],
      new Map([['accept', 'text/html']]),
      undefined,
      null,
      7,
      Symbol('hidden'),
    ];
    for (const headers of values) {
      assert.equal(oneHeader(headers, 'accept'), undefined);
    }
    assert.equal(ran, 0);
  });
});
