// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseObjectives } from '../../src/slo/objectives/objective-file.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';

/** Windows that are refused, and what is said of them. */
const REFUSED: readonly (readonly [window: string, said: string])[] = [
  [
    '{ cron: "61 2 * * *", duration: 2h }',
    'exclude[0].cron: "61 2 * * *" was given; allowed: five fields of numbers, names, ranges, lists and steps: minute 0-59, hour 0-23, day of month 1-31, month 1-12 or jan-dec, day of week 0-7 or sun-sat, as in "0 2 * * sun"',
  ],
  [
    '{ cron: "0 2 30 feb *", duration: 2h }',
    'exclude[0].cron: "0 2 30 feb *" was given; allowed: five fields of',
  ],
  [
    '{ cron: "0 2 * * *" }',
    'exclude[0].duration: nothing was given; allowed: a duration from 1m to 7d, as in 30m, 2h, 1d, 1h30m',
  ],
  [
    '{ cron: "0 2 * * *", duration: 8d }',
    'exclude[0].duration: "8d" was given; allowed: a duration from 1m to 7d',
  ],
  [
    '{ cron: "0 2 * * *", duration: 30 }',
    'exclude[0].duration: 30 has no unit: write 30m or 30h',
  ],
  [
    '{ cron: "0 2 * * *", duration: 2h, timeZone: Europe/Berlyn }',
    'exclude[0].timeZone: "Europe/Berlyn" was given; allowed: the IANA name of a time zone, as in Europe/Berlin or UTC',
  ],
  [
    '{ from: 2026-02-30T00:00:00Z, to: 2026-03-01T00:00:00Z }',
    'exclude[0].from: "2026-02-30T00:00:00Z" was given; allowed: an RFC 3339 time, as in 2026-12-01T22:00:00+01:00',
  ],
  [
    '{ from: 2026-02-20, to: 2026-03-01T00:00:00Z }',
    'exclude[0].from: "2026-02-20" was given; allowed: an RFC 3339 time',
  ],
  [
    '{ from: 2026-03-02T00:00:00Z, to: 2026-03-01T00:00:00Z }',
    'exclude[0].to: "2026-03-01T00:00:00Z" was given; allowed: a time at least a minute after from, 2026-03-02T00:00:00Z',
  ],
  [
    '{ from: 2026-03-02T00:00:00Z }',
    'exclude[0].to: nothing was given; allowed: an RFC 3339 time',
  ],
  [
    '{ reason: tea }',
    'exclude[0]: "reason" was given; allowed: from and to, or cron and duration',
  ],
  [
    '{ from: 2026-03-02T00:00:00Z, to: 2026-03-03T00:00:00Z, timeZone: UTC }',
    'exclude[0].timeZone: "UTC" was given; allowed: nothing besides from and to, which include their offset',
  ],
  ['{ crom: "0 2 * * *", duration: 2h }', 'exclude[0]: unknown key "crom"'],
];

describe('a window that does not fit', () => {
  for (const [window, said] of REFUSED) {
    it(`is refused with its place: ${window}`, () => {
      const text = `service: chat\nexclude:\n  - ${window}\nobjectives:\n  - { name: a, kind: availability, target: 99 }\n`;
      assert.throws(
        () => parseObjectives(text),
        (error: Error) => {
          assert.ok(error.message.includes(said), error.message);
          return error.message.startsWith('slo.yaml:3:');
        }
      );
    });
  }

  it('is refused in an objective, too', () => {
    assert.throws(
      () =>
        resolveObjectives({
          service: 'chat',
          objectives: [
            {
              name: 'a',
              kind: 'availability',
              target: 99,
              only: [{ cron: '0 9 * * fri-mon', duration: '8h' }],
            },
          ],
        }),
      /objectives\[0\]\.only\[0\]\.cron: "0 9 \* \* fri-mon" was given/
    );
  });
});
