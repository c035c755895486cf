// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beginningOf, MinuteRing } from '../../../src/slo/sli/local-window.ts';

const MINUTE = 60_000;

describe('the last hour of a process', () => {
  let now = 1_000 * MINUTE;
  const ring = () => new MinuteRing(() => now);

  beforeEach(() => {
    now = 1_000 * MINUTE;
  });

  it('counts good and bad, and leaves out what is excluded', () => {
    const window = ring();
    for (const outcome of ['good', 'bad', 'excluded', 'good'] as const) {
      window.add(outcome);
    }
    assert.deepEqual(window.sum(60), { total: 3, bad: 1 });
  });

  it('forgets what is older than it is asked for', () => {
    const window = ring();
    window.add('bad');
    now += 59 * MINUTE;
    window.add('good');
    assert.deepEqual(window.sum(60), { total: 2, bad: 1 });
    assert.deepEqual(window.sum(59), { total: 1, bad: 0 });
    now += MINUTE;
    assert.deepEqual(window.sum(60), { total: 1, bad: 0 });
  });

  it('counts by whole minutes, whenever in one it is asked', () => {
    const window = ring();
    now += MINUTE / 2;
    window.add('bad');
    now += 59.5 * MINUTE - 1;
    assert.deepEqual(window.sum(60), { total: 1, bad: 1 });
    assert.equal(beginningOf(60, now), 1_000 * MINUTE);
    assert.equal(beginningOf(1, now), 1_059 * MINUTE, 'the present one alone');
    now += 1;
    assert.deepEqual(window.sum(60), { total: 0, bad: 0 });
  });

  it('uses a slot again after an hour without what was in it', () => {
    const window = ring();
    window.add('bad');
    now += 60 * MINUTE;
    window.add('good');
    assert.deepEqual(window.sum(60), { total: 1, bad: 0 });
  });
});
