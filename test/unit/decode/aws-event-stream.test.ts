// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  checksum,
  eventMessage,
  exceptionMessage,
  header,
  message,
  sized,
  textMessage,
} from './event-frames.ts';
import {
  firstAndLast,
  numbered,
  replay as replayBody,
  type Replayed,
  SLICES,
} from './replay.ts';

const contentType = 'application/vnd.amazon.eventstream';

function replay(
  body: Buffer,
  slice: number | (() => number) = Infinity,
  everyEvent = false
): Replayed {
  return replayBody(body, { contentType, everyEvent }, slice);
}

function read(counted: number, values: unknown[], oversize = false): Replayed {
  return { counted, values, oversize, stream: true, done: false };
}

const events = numbered(30).map(payload => ({ type: 'chunk', payload }));
const frames = events.map(({ type, payload }) => eventMessage(type, payload));

describe('AwsEventStreamReader', () => {
  it('is tried with messages whose checksums are right', () => {
    // The example of the specification: no headers, no payload.
    assert.equal(
      message(Buffer.alloc(0), '').toString('hex'),
      '000000100000000005c248eb7d98c8ff'
    );
    assert.equal(checksum(Buffer.from('123456789')), 0xcbf43926);
  });

  for (const size of SLICES) {
    it(`keeps the first and the last eight events, in slices of ${size}`, () => {
      assert.deepEqual(
        replay(Buffer.concat(frames), size),
        read(30, firstAndLast(events))
      );
    });

    it(`keeps every event, in slices of ${size}`, () => {
      assert.deepEqual(
        replay(Buffer.concat(frames), size, true),
        read(30, events)
      );
    });

    it(`tells exceptions from events, in slices of ${size}`, () => {
      const body = Buffer.concat([
        eventMessage('messageStart', { role: 'assistant' }),
        exceptionMessage('throttlingException', { message: 'slow' }),
      ]);
      assert.deepEqual(
        replay(body, size),
        read(1, [
          { type: 'messageStart', payload: { role: 'assistant' } },
          { exception: 'throttlingException', payload: { message: 'slow' } },
        ])
      );
    });
  }

  it('counts an event when its last byte is there', () => {
    const [frame] = frames as [Buffer];
    assert.equal(replay(frame.subarray(0, -1)).counted, 0);
    assert.equal(replay(frame).counted, 1);
  });

  it('reads nothing of an empty body', () => {
    assert.deepEqual(replay(Buffer.alloc(0)), read(0, []));
  });

  it('leaves out a message that was cut, wherever it was', () => {
    const whole = Buffer.concat(frames.slice(0, 2));
    const [first] = frames as [Buffer];
    for (let length = 0; length < whole.length; length++) {
      const count = length < first.length ? 0 : 1;
      for (const size of [5, Infinity]) {
        assert.deepEqual(
          replay(whole.subarray(0, length), size),
          read(count, events.slice(0, count)),
          `${length} bytes in slices of ${size}`
        );
      }
    }
  });

  it('tells of an error that the service has no model of', () => {
    const body = textMessage(
      {
        ':message-type': 'error',
        ':error-code': 'InternalError',
        ':error-message': 'sorry',
      },
      ''
    );
    assert.deepEqual(
      replay(body),
      read(0, [{ exception: 'InternalError', payload: null }])
    );
  });

  it('tells of an exception whose payload is no JSON, or that has no name', () => {
    const headers = { ':message-type': 'exception' };
    const body = Buffer.concat([
      textMessage({ ...headers, ':exception-type': 'x' }, '{"cut":'),
      textMessage(headers, '{}'),
    ]);
    assert.deepEqual(
      replay(body),
      read(0, [
        { exception: 'x', payload: null },
        { exception: '', payload: {} },
      ])
    );
  });

  it('passes over messages that are none of an answer', () => {
    const event = { ':message-type': 'event', ':event-type': 'chunk' };
    const body = Buffer.concat([
      message(Buffer.alloc(0), '{"a":1}'),
      textMessage({ ':message-type': 'other' }, '{"a":1}'),
      textMessage(event, ''),
      textMessage(event, '[1]'),
      textMessage(event, '\u0000\u0001'),
      eventMessage('chunk', { a: 2 }),
    ]);
    assert.deepEqual(
      replay(body),
      read(1, [{ type: 'chunk', payload: { a: 2 } }])
    );
  });

  it('leaves out an event whose payload only begins like JSON', () => {
    const event = { ':message-type': 'event', ':event-type': 'chunk' };
    const body = Buffer.concat([
      textMessage(event, '{"a":'),
      eventMessage('chunk', { a: 2 }),
    ]);
    assert.deepEqual(
      replay(body),
      read(2, [{ type: 'chunk', payload: { a: 2 } }])
    );
  });

  it('reads past headers of every type', () => {
    const headers = Buffer.concat([
      header('true', 0, Buffer.alloc(0)),
      header('false', 1, Buffer.alloc(0)),
      header('byte', 2, Buffer.alloc(1)),
      header('short', 3, Buffer.alloc(2)),
      header('integer', 4, Buffer.alloc(4)),
      header('long', 5, Buffer.alloc(8)),
      header('bytes', 6, sized('\u0007\u0000')),
      header('timestamp', 8, Buffer.alloc(8)),
      header('uuid', 9, Buffer.alloc(16)),
      header(':event-type', 7, sized('größe')),
      header(':message-type', 7, sized('event')),
    ]);
    assert.deepEqual(
      replay(message(headers, '{}')),
      read(1, [{ type: 'größe', payload: {} }])
    );
  });

  it('passes over a message whose headers do not fit their place', () => {
    const good = Buffer.concat([
      header(':event-type', 7, sized('chunk')),
      header(':message-type', 7, sized('event')),
    ]);
    for (let length = 1; length < good.length; length++) {
      const cut = good.subarray(0, length);
      const { counted, values } = replay(message(cut, '{"a":1}'));
      assert.deepEqual([counted, values], [0, []], `${length} bytes`);
    }
    const unknown = Buffer.concat([header('x', 10, Buffer.alloc(0)), good]);
    assert.deepEqual(replay(message(unknown, '{}')), read(0, []));
  });

  it('tells apart headers that are as long as the ones before', () => {
    const body = Buffer.concat([
      eventMessage('aaa', { a: 1 }),
      eventMessage('bbb', { a: 2 }),
      textMessage({ ':message-type': 'event', x: 'y'.repeat(600) }, '{}'),
      textMessage({ ':message-type': 'other', x: 'y'.repeat(600) }, '{}'),
    ]);
    assert.deepEqual(
      replay(body),
      read(3, [
        { type: 'aaa', payload: { a: 1 } },
        { type: 'bbb', payload: { a: 2 } },
        { type: '', payload: {} },
      ])
    );
  });

  it('reads a payload of several lines where every event is kept', () => {
    const event = { ':message-type': 'event', ':event-type': 'chunk' };
    const body = Buffer.concat([
      textMessage(event, '{\n  "a": "x\\ny"\n}\n'),
      eventMessage('chunk', { b: 1 }),
    ]);
    const values = [
      { type: 'chunk', payload: { a: 'x\ny' } },
      { type: 'chunk', payload: { b: 1 } },
    ];
    assert.deepEqual(replay(body, 7, true), read(2, values));
    assert.deepEqual(replay(body, 7), read(2, values));
  });
});
