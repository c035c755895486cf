// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readConvention } from '../../unit/semconv/convention.ts';
import { findings } from '../support/conformance.ts';
import { track, type Tracked } from '../support/tracked.ts';
import {
  fixtures,
  listen,
  openSocket,
  socketObserver,
  FakeSocket,
} from './fake-socket.ts';

/** Depends on the clock, so only its presence is compared. */
const CLOCK = 'gen_ai.response.time_to_first_chunk';

const convention = readConvention('v1.41');

describe('turns over WebSocket', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  for (const [name, { url, events, turns }] of fixtures) {
    for (const partBytes of [Infinity, 1, 7]) {
      it(`of ${name} are those that were said, in parts of ${partBytes}`, async () => {
        const socket = openSocket(tracked, url);
        socket.play(events, partBytes);
        const seen = tracked.spans.map(({ attributes }) => {
          const { [CLOCK]: _, ...rest } = attributes;
          return rest;
        });
        assert.deepEqual(seen, turns);
        for (const span of tracked.spans) {
          assert.deepEqual(findings(span, convention), []);
        }
        socket.close();
        assert.equal(tracked.spans.length, turns.length, 'none is left');
        const durations = await tracked.series(
          'gen_ai.client.operation.duration'
        );
        const counts = durations.map(({ count }) => count);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          turns.length
        );
      });
    }

    it(`of ${name}, cut after any byte, end once each`, () => {
      let begun = 0;
      const observer = socketObserver(tracked, {
        requestHook: () => void begun++,
      });
      const whole = events.map(
        ([way, message]) => [way, Buffer.from(JSON.stringify(message))] as const
      );
      const closes = [
        [{ by: 'application', code: 1000 }, 'aborted'],
        [{ by: 'server', code: 1011 }, '1011'],
        [{ by: 'broken' }, '1006'],
        [
          {
            by: 'broken',
            error: Object.assign(new Error(), { code: 'EPIPE' }),
          },
          'EPIPE',
        ],
      ] as const;
      let cuts = 0;
      for (const [index, [way, bytes]] of whole.entries()) {
        for (let length = 0; length < bytes.length; length++) {
          begun = 0;
          tracked.spans.length = 0;
          const socket = new FakeSocket(listen(observer, url)!);
          for (const [before, message] of whole.slice(0, index)) {
            socket.pass(before, message, true);
          }
          const complete = tracked.spans.length;
          if (length > 0) socket.pass(way, bytes.subarray(0, length), false);
          const [close, errorType] = closes[cuts++ % closes.length]!;
          socket.close(close);
          socket.close(close);
          assert.equal(tracked.spans.length, begun, `${index}, ${length}`);
          for (const span of tracked.spans.slice(complete)) {
            assert.equal(span.attributes['error.type'], errorType);
          }
        }
      }
    }).timeout(60_000);
  }
});
