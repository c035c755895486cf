// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  EventTail,
  MAX_TAIL_BYTES,
} from '../../../src/decode/kept/event-tail.ts';
import { randomFrom } from './replay.ts';

describe('EventTail', () => {
  function keep(tail: EventTail, text: string): void {
    // At an offset, so that a mistaken range shows.
    const bytes = Buffer.from(`<<${text}>>`);
    tail.keep(bytes, 2, bytes.length - 2);
    bytes.fill(0x2e);
  }

  function texts(tail: EventTail): string[] {
    return tail.events().map(event => event.toString());
  }

  function kept(events: readonly string[]): string[] {
    const tail = new EventTail();
    for (const event of events) keep(tail, event);
    return texts(tail);
  }

  const sized = (name: string, size: number): string => name.padEnd(size, '.');

  it('keeps the last eight, oldest first', () => {
    const events = Array.from({ length: 30 }, (_, index) => `event ${index}`);
    assert.deepEqual(kept([]), []);
    assert.deepEqual(kept(events.slice(0, 1)), events.slice(0, 1));
    assert.deepEqual(kept(events.slice(0, 8)), events.slice(0, 8));
    assert.deepEqual(kept(events.slice(0, 9)), events.slice(1, 9));
    assert.deepEqual(kept(events), events.slice(22));
  });

  it('grows so that eight events of up to 32 KiB together stay', () => {
    for (const size of [1000, 1024, 2000, 4000, 4096]) {
      const events = Array.from({ length: 8 }, (_, index) =>
        sized(`${index}`, size)
      );
      assert.deepEqual(kept(events), events, `${size}`);
    }
  });

  it('gives up the oldest when eight do not fit in 32 KiB', () => {
    const events = Array.from({ length: 8 }, (_, index) =>
      sized(`${index}`, 4097)
    );
    assert.deepEqual(kept(events), events.slice(1));
  });

  it('takes an event as large as the buffer, and gives up the others', () => {
    const full = sized('full', MAX_TAIL_BYTES);
    assert.deepEqual(kept(['a', 'b', full]), [full]);
    assert.deepEqual(kept([full, 'c']), ['c']);
  });

  it('gives its newest event back', () => {
    const tail = new EventTail();
    for (const event of ['a', 'b', 'c']) keep(tail, event);
    assert.equal(tail.takeNewest().toString(), 'c');
    keep(tail, 'd');
    assert.deepEqual(texts(tail), ['a', 'b', 'd']);
  });

  it('begins again when it was cleared', () => {
    const tail = new EventTail();
    for (let index = 0; index < 20; index++) keep(tail, sized(`${index}`, 900));
    tail.clear();
    assert.deepEqual(texts(tail), []);
    keep(tail, 'a');
    assert.deepEqual(texts(tail), ['a']);
  });

  it('gives its buffer to one that begins later, and to one only', () => {
    const ended = new EventTail();
    keep(ended, 'a');
    ended.release();
    const [one, other] = [new EventTail(), new EventTail()];
    keep(one, 'b');
    keep(other, 'c');
    assert.deepEqual([texts(one), texts(other)], [['b'], ['c']]);
  });

  it('extends the newest event only, with a joint between', () => {
    const tail = new EventTail();
    keep(tail, 'a');
    keep(tail, 'b');
    assert.equal(tail.extend(Buffer.from('-c-'), 1, 2), true);
    keep(tail, 'd');
    assert.deepEqual(texts(tail), ['a', 'b\rc', 'd']);
  });

  it('extends an event beyond the end of the buffer', () => {
    const tail = new EventTail();
    const more = Buffer.alloc(10_000, 'm');
    keep(tail, 'a');
    keep(tail, sized('b', 8000));
    for (let times = 0; times < 2; times++) {
      assert.equal(tail.extend(more, 0, more.length), true);
    }
    keep(tail, 'c');
    assert.deepEqual(texts(tail), [
      'a',
      [sized('b', 8000), more, more].join('\r'),
      'c',
    ]);
  });

  it('extends an event up to the limit of the buffer, and leaves it as it was beyond', () => {
    for (const [added, fits] of [
      [MAX_TAIL_BYTES - 2, true],
      [MAX_TAIL_BYTES - 1, false],
    ] as const) {
      const tail = new EventTail();
      keep(tail, 'a');
      const more = Buffer.alloc(added, 'm');
      assert.equal(tail.extend(more, 0, more.length), fits, `${added}`);
      const expected = fits ? `a\r${'m'.repeat(added)}` : 'a';
      assert.equal(tail.takeNewest().toString(), expected);
    }
  });

  it('keeps the last eight of events so small that many fit in the buffer', () => {
    const events = Array.from({ length: 300 }, (_, index) => `{}${index % 10}`);
    assert.deepEqual(kept(events), events.slice(-8));
  });

  describe('gives before the last eight', () => {
    const usage = '{"n":1,"usage":{"total":5}}';
    const metadata = '{"n":2,"usageMetadata" : {"total":5}}';
    const reason = '{"n":3,"finish_reason":"stop"}';
    const both = '{"n":4,"stopReason":"stop","usage":{"total":5}}';
    const other = '{"model":"m","delta":{"usage":null,"finish_reason":null}}';

    function older(events: readonly string[]): string[] {
      return kept([
        ...events,
        ...Array.from({ length: 20 }, () => other),
      ]).slice(0, -8);
    }

    it('the newest event with a usage and the newest with a reason, in their order', () => {
      assert.deepEqual(older([usage, other, reason]), [usage, reason]);
      assert.deepEqual(older([reason, usage]), [reason, usage]);
      assert.deepEqual(older([usage, metadata, reason]), [metadata, reason]);
      const apart = Array.from({ length: 200 }, () => other);
      assert.deepEqual(older([usage, ...apart, reason]), [usage, reason]);
    });

    it('an event with a usage, at whatever distance from the start', () => {
      for (let length = 0; length < 30; length++) {
        const event = `{"${'n'.repeat(length)}":1,"usage":{"total":5}}`;
        assert.deepEqual(older([event]), [event]);
      }
    });

    it('an event with both once', () => {
      assert.deepEqual(older([usage, reason, both]), [both]);
      assert.deepEqual(older([both, reason]), [both, reason]);
    });

    it('an event whose reason is an object', () => {
      const object = '{"finish_reason":{"type":"stop"}}';
      assert.deepEqual(older([object]), [object]);
    });

    it('none whose value is empty, or whose key is a value', () => {
      for (const event of [
        '{"usage":{"total":0,"details":{}}}',
        '{"usage":5}',
        '{"finish_reason":""}',
        '{"type":"usage" ,"n":1}',
        '{"type":"usage"}',
        '{"cut":"usage"',
        '{"step_usage":{"total":5}}',
      ]) {
        assert.deepEqual(older([event]), [], event);
      }
    });

    it('none from before it was cleared', () => {
      const tail = new EventTail();
      for (const event of [usage, ...Array.from({ length: 20 }, () => other)]) {
        keep(tail, event);
      }
      tail.clear();
      keep(tail, other);
      assert.deepEqual(texts(tail), [other]);
    });
  });

  it('never gives bytes of another event, whatever the sizes (seed 20261122)', () => {
    const random = randomFrom(20261122);
    for (let run = 0; run < 50; run++) {
      const tail = new EventTail();
      const events: string[] = [];
      const bound = [20, 400, 3000, 12_000, 30_000][run % 5] as number;
      for (let index = 0; index < 60; index++) {
        if (index > 0 && random(4) === 0) {
          const more = String.fromCharCode(65 + random(26)).repeat(
            random(bound)
          );
          const fits = tail.extend(Buffer.from(more), 0, more.length);
          const newest = events.pop() as string;
          assert.equal(fits, newest.length + 1 + more.length <= MAX_TAIL_BYTES);
          events.push(fits ? `${newest}\r${more}` : newest);
        } else {
          events.push(
            sized(`${index}:`, 4 + random(bound)).replaceAll(
              '.',
              String.fromCharCode(97 + random(26))
            )
          );
          keep(tail, events.at(-1) as string);
        }
        const found = texts(tail);
        const newest = events.slice(-8);
        // In order, whole, no event twice, and the newest always.
        assert.deepEqual(
          found,
          newest.filter(event => found.includes(event))
        );
        assert.equal(found.at(-1), newest.at(-1));
        if (bound <= 400) assert.deepEqual(found, newest);
      }
    }
  });
});
