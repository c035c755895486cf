// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EventTail, MAX_RING_BYTES } from '../../../src/decode/event-tail.ts';
import { randomFrom } from './replay.ts';

const LARGEST = 200_000;

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
    const tail = new EventTail(LARGEST);
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

  it('grows so that eight events of up to 64 KiB together stay', () => {
    for (const size of [1000, 1024, 2000, 5000, 8192]) {
      const events = Array.from({ length: 8 }, (_, index) =>
        sized(`${index}`, size)
      );
      assert.deepEqual(kept(events), events, `${size}`);
    }
  });

  it('gives up the oldest when eight do not fit in 64 KiB', () => {
    const events = Array.from({ length: 8 }, (_, index) =>
      sized(`${index}`, 8193)
    );
    assert.deepEqual(kept(events), events.slice(1));
  });

  it('keeps one event that is larger than the ring, the newest, beside the others', () => {
    const events = [
      'a',
      sized('first', MAX_RING_BYTES + 1),
      'b',
      sized('second', MAX_RING_BYTES + 1),
      'c',
    ];
    assert.deepEqual(kept(events), ['a', 'b', events[3], 'c']);
  });

  it('keeps a large event beside the ring when the ring grows', () => {
    const events = [
      'a',
      sized('large', MAX_RING_BYTES + 1),
      ...Array.from({ length: 6 }, (_, index) => sized(`${index}`, 9000)),
    ];
    assert.deepEqual(kept(events), events);
  });

  it('lets a large event go when eight came after it', () => {
    const large = sized('large', MAX_RING_BYTES + 1);
    const after = Array.from({ length: 8 }, (_, index) => `${index}`);
    assert.deepEqual(kept([large, ...after.slice(1)]), [
      large,
      ...after.slice(1),
    ]);
    assert.deepEqual(kept([large, ...after]), after);
  });

  it('takes an event as large as the ring into the ring', () => {
    const large = sized('large', MAX_RING_BYTES + 1);
    const full = sized('full', MAX_RING_BYTES);
    assert.deepEqual(kept([large, 'a', full]), [large, full]);
  });

  it('extends the newest event only, with a joint between', () => {
    const tail = new EventTail(LARGEST);
    keep(tail, 'a');
    keep(tail, 'b');
    assert.equal(tail.extend(Buffer.from('-c-'), 1, 2), true);
    keep(tail, 'd');
    assert.deepEqual(texts(tail), ['a', 'b\rc', 'd']);
  });

  it('extends an event beyond the end of the ring, and beyond its size', () => {
    const tail = new EventTail(LARGEST);
    const more = Buffer.alloc(30_000, 'm');
    keep(tail, 'a');
    keep(tail, sized('b', 8000));
    for (let times = 0; times < 3; times++) {
      assert.equal(tail.extend(more, 0, more.length), true);
    }
    keep(tail, 'c');
    assert.deepEqual(texts(tail), [
      'a',
      [sized('b', 8000), more, more, more].join('\r'),
      'c',
    ]);
  });

  it('extends up to the largest event there may be, and loses one that goes beyond', () => {
    for (const [added, expected] of [
      [LARGEST - 2, [`a\r${'m'.repeat(LARGEST - 2)}`]],
      [LARGEST - 1, []],
    ] as const) {
      const tail = new EventTail(LARGEST);
      keep(tail, 'a');
      const more = Buffer.alloc(added, 'm');
      assert.equal(
        tail.extend(more, 0, more.length),
        expected.length > 0,
        `${added}`
      );
      assert.deepEqual(texts(tail), expected);
      keep(tail, 'next');
      assert.deepEqual(texts(tail), [...expected, 'next']);
    }
  });

  it('never gives bytes of another event, whatever the sizes (seed 20261122)', () => {
    const random = randomFrom(20261122);
    for (let run = 0; run < 50; run++) {
      const tail = new EventTail(LARGEST);
      const events: string[] = [];
      const bound = [20, 400, 3000, 12_000, 70_000][run % 5] as number;
      for (let index = 0; index < 60; index++) {
        if (index > 0 && random(4) === 0) {
          const more = String.fromCharCode(65 + random(26)).repeat(
            random(bound)
          );
          tail.extend(Buffer.from(more), 0, more.length);
          events.push(`${events.pop() as string}\r${more}`);
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
        // In order, whole, no event twice, and the newest always (unless it outgrew the bound).
        assert.deepEqual(
          found,
          newest.filter(event => found.includes(event))
        );
        const last = newest.at(-1) as string;
        if (last.length <= LARGEST) assert.equal(found.at(-1), last);
        if (bound <= 400) assert.deepEqual(found, newest);
      }
    }
  });
});
