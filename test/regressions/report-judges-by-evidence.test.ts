// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { markdownReport } from '../../src/slo/report/formats/markdown.ts';
import type { TargetReport } from '../../src/slo/report/report.ts';
import { reportOf, type Recorded } from '../support/recorded-series.ts';

const AVAILABLE: ObjectiveInput = {
  name: 'a',
  kind: 'availability',
  target: 99.9,
  groupBy: ['model'],
};

async function judged(
  recorded: Omit<Recorded, 'labels'>,
  objective = AVAILABLE
): Promise<TargetReport> {
  const labels = { gen_ai_request_model: 'm' };
  const report = await reportOf([objective], [{ labels, ...recorded }]);
  return report.objectives[0]!.targets[0]!;
}

/** Events of each hour that a function says the age of. */
const hours = (of: (ago: number) => number, days = 30) =>
  Array.from({ length: days * 24 }, (_, index) => of(days * 24 - 1 - index));

describe('a report judges by evidence: bad events before coverage', () => {
  for (const [what, recorded, status] of [
    [
      'an outage of the past at one call an hour',
      {
        total: hours(() => 1),
        bad: hours(ago => (ago > 180 && ago <= 480 ? 1 : 0)),
      },
      'exhausted',
    ],
    [
      'a service of ten days that failed for two',
      {
        total: hours(() => 36_000, 10),
        bad: hours(ago => (ago >= 192 ? 18_000 : 0), 10),
      },
      'exhausted',
    ],
    [
      'one failure of two hundred calls, which may be chance',
      {
        total: hours(ago => (ago < 200 ? 1 : 0)),
        bad: hours(ago => (ago === 3 ? 1 : 0)),
      },
      'insufficient-data',
    ],
    [
      'a service of three days, twice as bad as it may be, with a part of the budget spent',
      { total: hours(() => 10_000, 3), bad: hours(() => 20, 3) },
      'warning',
    ],
    [
      'a service of a minute that failed twice',
      { total: [20], bad: [2], samples: [1] },
      'warning',
    ],
    [
      'a good service of three days',
      { total: hours(() => 10_000, 3), bad: hours(() => 1, 3) },
      'insufficient-data',
    ],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      assert.equal((await judged(recorded)).status, status);
    });
  }

  it('a new service has the budget of the whole window', async () => {
    const { budget } = await judged({
      total: hours(() => 10_000, 3),
      bad: hours(() => 20, 3),
    });
    assert.equal(Math.round(budget.allowed), 7200);
    assert.equal(budget.used, 1440 / 7200);
  });

  it('money is spent whatever the coverage', async () => {
    const labels = {};
    const report = await reportOf(
      [{ name: 'c', kind: 'cost', budget: 5 }],
      [{ labels, total: [6], bad: [], samples: [3] }]
    );
    assert.equal(report.status, 'exhausted');
  });

  describe('the coverage of a cron job is its runs', () => {
    for (const [every, of] of [
      ['each hour', () => true],
      ['each day', (ago: number) => ago % 24 === 5],
      ['each week', (ago: number) => ago % 168 === 30],
      ['on working days', (ago: number) => ago % 168 < 120 && ago % 24 < 10],
    ] as const) {
      it(every, async () => {
        const runs = hours(ago => (of(ago) ? 3000 : 0));
        const found = await judged({
          total: runs,
          bad: hours(() => 0),
          samples: runs.map(calls => (calls > 0 ? 4 : 0)),
        });
        assert.equal(found.status, 'healthy');
        assert.ok(found.coverage > 0.75, `${found.coverage}`);
      });
    }

    it('a hole of twenty days is none of its pauses', async () => {
      const found = await judged({
        total: hours(ago => (ago < 120 || ago > 600 ? 1000 : 0)),
        bad: hours(() => 0),
        samples: hours(ago => (ago < 120 || ago > 600 ? 60 : 0)),
      });
      assert.equal(found.status, 'insufficient-data');
      assert.ok(Math.abs(found.coverage - 1 / 3) < 0.01);
    });
  });

  it('shares of a window are not rounded to nothing', async () => {
    const { reason } = await judged({ total: [900], bad: [0], samples: [13] });
    assert.equal(reason, 'there is data for only 0.03 % of the window');
  });

  it('a histogram says its error, and events have none', async () => {
    const recorded = [
      { labels: {}, total: hours(() => 10), bad: hours(() => 0) },
    ];
    const objective = { ...AVAILABLE, groupBy: [] };
    for (const [counted, source] of [
      [[], 'histogram'],
      [['a'], 'auto'],
    ] as const) {
      const report = await reportOf([objective], recorded, { counted });
      assert.equal(report.objectives[0]?.source, source);
      assert.equal(
        markdownReport(report).includes('Counted in a histogram'),
        source === 'histogram'
      );
    }
  });
});
