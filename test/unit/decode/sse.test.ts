// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  asSse,
  firstAndLast,
  numbered,
  replay,
  SLICES,
  type Replayed,
} from './replay.ts';

const MEBIBYTE = 1024 * 1024;

describe('SSE bodies', () => {
  const nothing: Replayed = {
    counted: 0,
    stream: true,
    values: [],
    done: false,
    oversize: false,
  };

  /** The same in whatever slices it comes. */
  function gives(body: string | Uint8Array, expected: Partial<Replayed>): void {
    for (const slice of SLICES) {
      assert.deepEqual(
        replay(body, {}, slice),
        { ...nothing, ...expected },
        `in slices of ${slice}`
      );
    }
  }

  it('gives the first event and the last eight, and counts all', () => {
    for (const count of [1, 2, 8, 9, 10, 11, 100]) {
      const events = numbered(count);
      gives(asSse(events) + 'data: [DONE]\n\n', {
        counted: count,
        values: firstAndLast(events),
        done: true,
      });
    }
  });

  it('reads CRLF, a byte order mark, comments and other fields', () => {
    gives(
      '\ufeffdata: {"a":1}\r\n\r\n: OPENROUTER PROCESSING\r\n\r\n' +
        'event: ping\r\nid: 4\r\nretry: 10\r\ndata: {"a":2}\r\n\r\n' +
        'datax: {"a":3}\r\ndata\r\n{"a":4}\r\n data: {"a":5}\r\n',
      { counted: 2, values: [{ a: 1 }, { a: 2 }] }
    );
  });

  it('takes one space after the colon, or none', () => {
    gives('data:{"a":1}\n\ndata: {"a":2}\n\ndata:[DONE]\n\n', {
      counted: 2,
      values: [{ a: 1 }, { a: 2 }],
      done: true,
    });
  });

  it('reads events that no empty line parts', () => {
    gives('data: {"a":1}\ndata: {"a":2}\ndata: [DONE]\n', {
      counted: 2,
      values: [{ a: 1 }, { a: 2 }],
      done: true,
    });
  });

  it('sees [DONE] at the end without a newline, between events, and with blanks after it', () => {
    gives('data: {"a":1}\n\ndata: [DONE]', {
      counted: 1,
      values: [{ a: 1 }],
      done: true,
    });
    gives('data: [DONE]  \n\ndata: {"a":1}\n\n', {
      counted: 1,
      values: [{ a: 1 }],
      done: true,
    });
  });

  it('does not take for [DONE] what only begins so', () => {
    gives('data: [DONE]!\n\ndata: [DONE\n\n: [DONE]\n\n', {});
  });

  it('passes over payloads that are no objects', () => {
    gives('data: "text"\n\ndata: [1]\n\ndata: 1\n\ndata:\n\ndata\n\n', {});
  });

  it('passes over pings, which are no part of an answer', () => {
    gives(
      'data: {"type":"ping"}\n\ndata: {"a":1}\n\n' +
        'event: ping\r\ndata: {"type": "ping"}\r\n\r\n'.repeat(9) +
        'data:{ "type" : "ping" } \n\ndata: {"type":"ping"}',
      { counted: 1, values: [{ a: 1 }] }
    );
    const others = [
      { type: 'pings' },
      { type: 'ping', text: 'a' },
      { a: 'ping' },
    ];
    gives(asSse(others), { counted: 3, values: others });
  });

  it('counts an event that is no JSON, and leaves it out', () => {
    gives('data: {"a":1}\n\ndata: {broken}\n\ndata: {"a":2}\n\n', {
      counted: 3,
      values: [{ a: 1 }, { a: 2 }],
    });
  });

  it('joins the data lines of one event', () => {
    const pretty = (value: unknown): string =>
      JSON.stringify(value, null, 2)
        .split('\n')
        .map(line => `data: ${line}\n`)
        .join('') + '\n';
    const events = numbered(12).map(event => ({ ...event, of: [{ a: {} }] }));
    gives(events.map(pretty).join(''), {
      counted: 12,
      values: firstAndLast(events),
    });
  });

  it('reads the first line of an event whose other lines are not its own', () => {
    for (const other of [
      'data: [DON',
      'data: ping\n',
      'data: "a"\ndata: }\n',
    ]) {
      gives(`data: {"a":1}\ndata: {"a":2}\n${other}`, {
        counted: 2,
        values: [{ a: 1 }, { a: 2 }],
      });
    }
  });

  it('joins no line to an event that has ended', () => {
    gives('data: {"a":1\n\ndata: }\n\ndata: {"a":2}\n\ndata: }\n\n', {
      counted: 2,
      values: [{ a: 2 }],
    });
    gives('data: {"a":1\ndata: [DONE]\ndata: }\n\n', {
      counted: 1,
      done: true,
    });
  });

  it('gives of a cut body what was complete', () => {
    const body = Buffer.from(asSse(numbered(3)));
    const lengths = numbered(3).map((_, index) =>
      Buffer.byteLength(asSse(numbered(index + 1)))
    );
    for (let cut = 0; cut <= body.length; cut++) {
      const replayed = replay(body.subarray(0, cut), {}, 5);
      // Two bytes before its end an event lacks only line ends; one before, its line is complete.
      assert.deepEqual(
        replayed,
        {
          ...nothing,
          counted: lengths.filter(length => length - 1 <= cut).length,
          values: numbered(lengths.filter(length => length - 2 <= cut).length),
        },
        `cut at ${cut}`
      );
    }
  });

  it('does not let an incomplete last event push out a whole one', () => {
    const events = numbered(9);
    gives(`${asSse(events)}data: {"index":9,"te`, {
      counted: 9,
      values: events,
    });
  });

  it('reads lines that all end in CR', () => {
    gives('data: {"a":1}\r\rdata: {"a":2}\r\r', {
      counted: 2,
      values: [{ a: 1 }, { a: 2 }],
    });
  });

  it('reads an error that has no field name, and one that is a text', () => {
    gives('data: {"a":1}\n\n{"error":{"code":5}}\n', {
      counted: 1,
      values: [{ a: 1 }, { error: { code: 5 } }],
    });
    gives(
      'event: error\ndata: {"code":5}\n\nevent: error\ndata: broken pipe\n\n',
      {
        counted: 2,
        values: [{ code: 5 }, { error: { message: 'broken pipe' } }],
      }
    );
    gives('event: error\ndata: {"type":"error","error":{}}\n\n', {
      counted: 1,
      values: [{ type: 'error', error: {} }],
    });
  });

  it('reads the outline of a large event, and counts it', () => {
    const small = [{ small: 1 }, { small: 2 }];
    const text = 'x'.repeat(MEBIBYTE);
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      for (const slice of [4096, 65_521, Infinity]) {
        const body = asSse([small[0], { text, n: 1 }, small[1]], lineEnd);
        const events = [small[0], { text: '', n: 1 }, small[1]];
        assert.deepEqual(
          replay(`\ufeff${body}`, {}, slice),
          { ...nothing, counted: 3, values: events },
          `slices of ${slice}`
        );
      }
    }
  });

  it('recovers after a line without end that is no event', () => {
    const body = `${'x'.repeat(2 * MEBIBYTE)}\n${asSse([{ a: 1 }])}`;
    assert.deepEqual(replay(body, {}, 50_000), {
      ...nothing,
      counted: 1,
      values: [{ a: 1 }],
    });
  });

  it('reads the outline of an event of several lines that is large in all', () => {
    const half = 'x'.repeat(MEBIBYTE / 2);
    const body =
      `data: {"a":1}\n\ndata: {"n":1,"a":"${half}"\ndata: ,"b":"${half}"\n` +
      'data: }\n\ndata: {"a":2}\n\n';
    for (const slice of [50_000, Infinity]) {
      for (const start of [0, 'data: {"a":1}\n\n'.length]) {
        const large = { n: 1, a: '', b: '' };
        assert.deepEqual(replay(body.slice(start), {}, slice), {
          ...nothing,
          counted: start === 0 ? 3 : 2,
          values: start === 0 ? [{ a: 1 }, large, { a: 2 }] : [large, { a: 2 }],
        });
      }
    }
  });

  it('reads the outline of an event whose second line is large', () => {
    const large = `data: ,"b":"${'x'.repeat(2 * MEBIBYTE)}"`;
    const body = `data: {"a":1\n${large}\ndata: }\n\ndata: {"a":2}\n\n`;
    for (const slice of [50_000, Infinity]) {
      assert.deepEqual(replay(body, {}, slice), {
        ...nothing,
        counted: 2,
        values: [{ a: 1, b: '' }, { a: 2 }],
      });
    }
  });

  it('passes over a long comment within a large event', () => {
    const x = 'x'.repeat(MEBIBYTE);
    const body = `data: {"a":"${x}"\n: ${x}\ndata: ,"n":1}\n\n`;
    for (const slice of [50_000, Infinity]) {
      assert.deepEqual(replay(body, {}, slice).values, [{ a: '', n: 1 }]);
    }
  });
});
