// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { eventMessage, exceptionMessage } from './event-frames.ts';
import {
  firstAndLast,
  numbered,
  randomFrom,
  replay as replayBody,
  type Replayed,
  SLICES,
} from './replay.ts';

const SEED = 20261122;
const contentType = 'application/vnd.amazon.eventstream';
const MEBIBYTE = 1024 * 1024;

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

/** The beginning of a message that says to be so long. */
function prelude(length: number, headers: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(length >>> 0, 0);
  bytes.writeUInt32BE(headers >>> 0, 4);
  return bytes;
}

describe('AwsEventStreamReader with what it may not trust', () => {
  it('reads no further once the lengths make no sense', () => {
    const bad = [
      prelude(0, 0),
      prelude(15, 0),
      prelude(16, 1),
      prelude(100, 85),
      prelude(2 ** 32 - 1, 2 ** 32 - 1),
      prelude(2 ** 32 - 1, 0),
      prelude(24 * MEBIBYTE + 1, 0),
      prelude(MEBIBYTE, 128 * 1024 + 1),
    ];
    const [frame] = frames as [Buffer];
    for (const [index, lengths] of bad.entries()) {
      const body = Buffer.concat([frame, lengths, frame, frame]);
      for (const size of SLICES) {
        assert.deepEqual(
          replay(body, size),
          read(1, events.slice(0, 1)),
          `${index} in slices of ${size}`
        );
      }
    }
  });

  it('reads the outline of a large message, counts it, and reads on', () => {
    const payload = { text: 'x'.repeat(2 * MEBIBYTE), usage: { n: 1 } };
    const large = eventMessage('chunk', payload);
    const failed = exceptionMessage('x', payload);
    const body = Buffer.concat([frames[0]!, large, failed, frames[1]!]);
    const outline = { text: '', usage: { n: 1 } };
    for (const size of [64, 65_536, Infinity]) {
      assert.deepEqual(
        replay(body, size),
        read(3, [
          events[0],
          { type: 'chunk', payload: outline },
          { exception: 'x', payload: outline },
          events[1],
        ]),
        `slices of ${size}`
      );
    }
  });

  it('says that a stream is too large to keep all of it', () => {
    const body = Buffer.concat(frames);
    const { values, oversize } = replayBody(body, {
      contentType,
      everyEvent: true,
      maxBodyBytes: 300,
    });
    assert.equal(oversize, true);
    // Those that fitted were read when the next one did not, and then the last eight.
    assert.deepEqual(values, [...events.slice(0, 3), ...events.slice(-8)]);
  });

  it('reads an encoded stream at its end, and counts what was read of it', () => {
    const body = gzipSync(Buffer.concat(frames));
    const { counted, values } = replayBody(
      body,
      { contentType: `${contentType}; x=y`, contentEncoding: 'gzip' },
      100
    );
    assert.equal(counted, Math.ceil(body.length / 100));
    assert.deepEqual(values, firstAndLast(events));
  });

  it(`reads random streams in random slices (seed ${SEED})`, () => {
    const random = randomFrom(SEED);
    for (let run = 0; run < 400; run++) {
      const count = random(20);
      const cut = random(3) === 0 ? random(200) : 0;
      const whole = Buffer.concat(frames.slice(0, count));
      const body = whole.subarray(0, Math.max(0, whole.length - cut));
      let left = body.length;
      const expected = events.filter((_, index) => {
        left -= index < count ? frames[index]!.length : Infinity;
        return left >= 0;
      });
      const everyEvent = random(2) === 0;
      const most = 1 + random(300);
      assert.deepEqual(
        replay(body, () => 1 + random(most), everyEvent),
        read(expected.length, everyEvent ? expected : firstAndLast(expected)),
        `run ${run}`
      );
    }
  });

  it(`never throws at any bytes, and gives no more than they hold (seed ${SEED})`, () => {
    const random = randomFrom(SEED);
    const pool = Buffer.concat([
      ...frames.slice(0, 3),
      exceptionMessage('x', {}),
    ]);
    for (let run = 0; run < 4000; run++) {
      const from = random(pool.length);
      const body = Buffer.from(
        random(2) === 0
          ? pool.subarray(from, from + random(400))
          : pool.subarray(0, random(600))
      );
      for (let change = random(4); change > 0 && body.length > 0; change--) {
        body[random(body.length)] = random(256);
      }
      const { counted, values } = replay(
        body,
        () => 1 + random(80),
        random(2) === 0
      );
      assert.ok(counted <= body.length / 16, `run ${run}: ${counted}`);
      assert.ok(values.length <= body.length / 16, `run ${run}`);
    }
  });
});
