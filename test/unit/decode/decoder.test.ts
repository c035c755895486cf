// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createDecoder, type Decoder } from '../../../src/decode/decoder.ts';
import { asSse, replay, SLICES, SSE_OPTIONS } from './replay.ts';

describe('createDecoder', () => {
  const sse = 'data: {"a":1}\n\n';
  const ndjson = '{"a":1}\n{"a":2}\n';

  /** What a body is read as. */
  function readAs(
    body: string | Uint8Array,
    contentType: string | undefined
  ): unknown[] {
    const answers = SLICES.map(slice => {
      const { stream, values } = replay(body, { contentType }, slice);
      return { stream, values };
    });
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    return [answers[0]?.stream, answers[0]?.values];
  }

  it('chooses by the content type, whatever its case and parameters', () => {
    for (const type of [
      'text/event-stream',
      'Text/Event-Stream; charset=utf-8',
      ' text/event-stream ;x',
    ]) {
      assert.deepEqual(readAs(sse, type), [true, [{ a: 1 }]], type);
    }
    for (const type of [
      'application/x-ndjson',
      'application/ndjson; charset=utf-8',
      'application/jsonl',
      'application/stream+json',
    ]) {
      assert.deepEqual(
        readAs(ndjson, type),
        [true, [{ a: 1 }, { a: 2 }]],
        type
      );
    }
    for (const type of [
      'application/json',
      'APPLICATION/JSON;charset=utf-8',
      'application/problem+json',
    ]) {
      assert.deepEqual(readAs('{"a":1}', type), [false, [{ a: 1 }]], type);
    }
  });

  it('believes the first bytes where the content type says something else', () => {
    const types = [
      'text/event-stream',
      'application/json',
      'application/x-ndjson',
      'application/vnd.amazon.eventstream',
      'text/plain',
      'text/html',
    ];
    for (const type of types) {
      assert.deepEqual(readAs(sse, type), [true, [{ a: 1 }]], type);
      assert.deepEqual(readAs(`\ufeff: hi\n\n${sse}`, type)[1], [{ a: 1 }]);
      assert.deepEqual(
        readAs(ndjson, type),
        [true, [{ a: 1 }, { a: 2 }]],
        type
      );
      assert.deepEqual(readAs('{\n"a":1}', type), [false, [{ a: 1 }]], type);
      if (type === 'application/x-ndjson') continue;
      assert.deepEqual(readAs('{"a":1}', type), [false, [{ a: 1 }]], type);
      assert.deepEqual(readAs('[{"a":1}]', type), [false, [[{ a: 1 }]]], type);
    }
  });

  it('believes the content type where the first bytes say nothing', () => {
    const odd = `x-field: 1\n${sse}`;
    assert.deepEqual(readAs(odd, 'text/event-stream'), [true, [{ a: 1 }]]);
    assert.deepEqual(readAs('', 'text/event-stream'), [true, []]);
    assert.deepEqual(readAs('<html>', 'application/json'), [false, []]);
  });

  it('looks at the first bytes when the type says nothing', () => {
    for (const type of [
      undefined,
      '',
      'text/plain',
      'application/octet-stream',
    ]) {
      for (const line of [
        '',
        ': ping',
        'event: x',
        'id: 1',
        'retry: 10',
        ':',
      ]) {
        for (const start of ['', '\ufeff', '\n', '\r\n\r\n']) {
          const body = `${start}${line}${line === '' ? '' : '\n'}${sse}`;
          assert.deepEqual(readAs(body, type), [true, [{ a: 1 }]], body);
        }
      }
      for (const start of ['', '\ufeff', ' \r\n\t']) {
        assert.deepEqual(readAs(`${start}{"a":1}`, type), [false, [{ a: 1 }]]);
        assert.deepEqual(readAs(`${start}[1]`, type), [false, [[1]]]);
      }
    }
  });

  it('reads nothing of a body whose first bytes say nothing either', () => {
    for (const body of [
      '',
      ' ',
      'dat',
      'data',
      'dataset {}',
      'events: {"a":1}',
      '<html>{"a":1}</html>',
      'ID3\u0004{"a":1}',
      '\u0000\u0000',
    ]) {
      assert.deepEqual(readAs(body, undefined), [false, []], body);
    }
    assert.deepEqual(readAs(Buffer.from([0xef, 0xbb]), undefined), [false, []]);
    assert.deepEqual(readAs(Buffer.from([0xef, 0x7b]), undefined), [false, []]);
  });

  it('counts each event when its line is complete', () => {
    const decoder = createDecoder(SSE_OPTIONS);
    const pushed = [
      'data: {"a":1}',
      '\n',
      '\n',
      ': ping\n\n',
      'data: {"a":2}\n\ndata: {"a":3}\n\ndata: {"a',
      '":4}\n\ndata: [DONE]\n\n',
    ].map(part => decoder.push(Buffer.from(part)));
    assert.deepEqual(pushed, [0, 1, 0, 0, 2, 1]);
  });

  it('takes plain arrays, also over part of a larger buffer', () => {
    const whole = new TextEncoder().encode(`}}}${sse}}}}`);
    const part = new Uint8Array(whole.buffer, 3, sse.length);
    const decoder = createDecoder(SSE_OPTIONS);
    assert.equal(decoder.push(part), 1);
    assert.deepEqual(decoder.end().values, [{ a: 1 }]);
  });

  it('gives the body once, and nothing after the end', () => {
    const decoder = createDecoder(SSE_OPTIONS);
    decoder.push(Buffer.from(asSse([{ a: 1 }])));
    assert.deepEqual(decoder.end().values, [{ a: 1 }]);
    assert.equal(decoder.push(Buffer.from(asSse([{ a: 2 }]))), 0);
    assert.deepEqual(decoder.end().values, []);
  });

  it('does not throw on options or chunks that break the contract', () => {
    const odd = [undefined, null, 1, 'data: {}\n', {}, [], Symbol('x'), NaN];
    for (const value of odd) {
      for (const decoder of [
        createDecoder(value as never),
        createDecoder({ ...SSE_OPTIONS, contentType: value as never }),
        createDecoder({ ...SSE_OPTIONS, contentEncoding: value as never }),
        createDecoder({
          ...SSE_OPTIONS,
          contentType: 'application/json',
          maxBodyBytes: value as never,
        }),
      ]) {
        check(decoder);
      }
    }
    function check(decoder: Decoder): void {
      for (const chunk of [Buffer.from(sse), ...odd]) {
        assert.equal(typeof decoder.push(chunk as Uint8Array), 'number');
      }
      assert.ok(Array.isArray(decoder.end().values));
    }
  });

  it('says so when it missed bytes, rather than read the rest as if it were all', () => {
    const decoder = createDecoder({
      ...SSE_OPTIONS,
      contentType: 'application/json',
    });
    decoder.push(Buffer.from('{"a":1'));
    decoder.push(undefined as unknown as Uint8Array);
    decoder.push(Buffer.from('}'));
    assert.deepEqual(decoder.end(), {
      stream: false,
      values: [],
      done: false,
      oversize: true,
    });
  });
});
