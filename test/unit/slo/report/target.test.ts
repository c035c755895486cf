// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { TargetReport } from '../../../../src/slo/report/report.ts';
import {
  targetReport,
  type TargetData,
} from '../../../../src/slo/report/target.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../../src/slo/objectives/objective-input.ts';
import { Scope } from '../../../../src/slo/rules/scope.ts';

const HOUR = 3600;
const available = { name: 'a', kind: 'availability', target: 99 } as const;
const spend = { name: 's', kind: 'cost', budget: 5 } as const;

/** A whole window of a thousand events, of which five were bad. */
function judged(
  data: Partial<TargetData>,
  input: ObjectiveInput = available
): TargetReport {
  const objectives = resolveObjectives({ service: 'c', objectives: [input] });
  return targetReport(new Scope(objectives, objectives.objectives[0]!), {
    labels: { gen_ai_provider_name: 'p' },
    from: {},
    total: 1000,
    bad: 5,
    coverage: 1,
    passed: 1,
    pages: false,
    tickets: false,
    burn: [],
    quantiles: [],
    errors: new Map(),
    allHours: [
      [HOUR, 10],
      [2 * HOUR, 10],
    ],
    badHours: [[2 * HOUR, 5]],
    ...data,
  });
}

describe('a target of a report', () => {
  for (const [name, data, status, reason] of [
    ['half of its budget spent', {}, 'healthy', 'within the budget'],
    ['three quarters spent', { bad: 7.5 }, 'healthy', 'within the budget'],
    ['more than those', { bad: 7.6 }, 'warning', '76 % of the budget spent'],
    ['all spent', { bad: 10 }, 'exhausted', '100 % of the budget spent'],
    ['a little less', { bad: 9.999 }, 'warning', '99.9 % of the budget spent'],
    ['half of the window', { coverage: 0.5 }, 'healthy', 'within the budget'],
    [
      'less than half',
      { coverage: 0.4999 },
      'insufficient-data',
      'there is data for only 49.9 % of the window',
    ],
    [
      'events for one failure',
      { total: 100, bad: 0 },
      'healthy',
      'within the budget',
    ],
    [
      'one event less',
      { total: 99, bad: 0 },
      'insufficient-data',
      '99 events are too few: one failure would spend the whole budget; 100 are needed',
    ],
    [
      'no boundary at its threshold',
      { bad: undefined },
      'insufficient-data',
      'no histogram boundary is at the threshold',
    ],
    [
      'too few events and a page',
      { total: 9, bad: 1, pages: true },
      'critical',
      'the budget is burning fast',
    ],
    ['a ticket', { tickets: true }, 'warning', 'the budget is burning'],
  ] as const) {
    it(`with ${name} is ${status}: ${reason}`, () => {
      const found = judged(data);
      assert.deepEqual([found.status, found.reason], [status, reason]);
    });
  }

  it('needs whole events', () => {
    const { reason } = judged(
      { total: 33, bad: 0 },
      { ...available, target: 97 }
    );
    assert.match(reason, / 34 are needed$/);
  });

  it('has a share of good events where there are any, and its bad ones are known', () => {
    assert.equal(judged({}).sli, 0.995);
    assert.equal(judged({ total: 1, bad: 0 }).sli, 1);
    for (const data of [{ total: 0, bad: 0 }, { bad: undefined }]) {
      assert.ok(!('sli' in judged(data)));
    }
    assert.equal(judged({ total: 0, bad: 0 }).budget.used, 0);
  });

  it('has nothing that was not answered', () => {
    const found = judged({ allHours: [], badHours: [] });
    for (const name of ['daysToExhaustion', 'latency', 'worstHour']) {
      assert.ok(!(name in found), name);
    }
    assert.deepEqual(found.labels, { provider: 'p', model: '' });
    assert.deepEqual(judged({}).worstHour, {
      at: '1970-01-01T01:00:00.000Z',
      until: '1970-01-01T02:00:00.000Z',
      errorRatio: 0.5,
    });
  });

  it('names its five most frequent errors', () => {
    const counts = [3, 9, 1, 7, 5, 8, 2];
    const { errors } = judged({
      errors: new Map(counts.map(value => [`50${value}`, value])),
    });
    assert.deepEqual(
      errors.map(({ errorType, errorClass, count }) =>
        [errorType, errorClass, count].join(' ')
      ),
      [9, 8, 7, 5, 3].map(count => `50${count} server ${count}`)
    );
  });

  it('names those that spent the budget beside more frequent ones that are excluded', () => {
    const excluded = ['400', '404', '413', '422', '401', '403'];
    const { errors } = judged({
      errors: new Map([
        ...excluded.map((type, index) => [type, 900 + index] as const),
        ['503', 2],
      ]),
    });
    assert.deepEqual(
      errors.map(({ errorType, verdict }) => `${errorType} ${verdict}`),
      [
        '503 bad',
        ...['403', '401', '422', '413', '404'].map(type => `${type} exclude`),
      ]
    );
  });

  it('has a window before where that had events, and its bad ones are known', () => {
    for (const [previous, found] of [
      [
        { total: 500, bad: 5 },
        { total: 500, bad: 5, sli: 0.99 },
      ],
      [
        { total: 500, bad: 0 },
        { total: 500, bad: 0, sli: 1 },
      ],
      [{ total: 0, bad: 0 }, undefined],
      [{ total: 0.5, bad: 0.5 }, undefined],
      [{ total: 500, bad: undefined }, undefined],
      [undefined, undefined],
    ] as const) {
      const judgedNow = judged(previous === undefined ? {} : { previous });
      assert.deepEqual(judgedNow.previous, found);
    }
  });

  it('says when its budget will be spent, if it will', () => {
    const burn = [
      ['1h', Number.NaN],
      ['6h', undefined],
      ['3d', 2],
    ] as const;
    const found = judged({ burn });
    assert.deepEqual(found.burn, { '3d': 2 });
    assert.equal(found.daysToExhaustion, 7.5);
    assert.ok(!('daysToExhaustion' in judged({ burn, bad: 10 })));
    assert.ok(!('daysToExhaustion' in judged({ burn: [['3d', 1]] })));
  });

  it('has its days in order, and the first of its worst hours', () => {
    const day = 24 * HOUR;
    const { history, worstHour } = judged({
      allHours: [
        [3 * day, 4],
        [day, 4],
        [2 * day, 0],
        [2 * day + HOUR, 4],
      ],
      badHours: [
        [3 * day, 2],
        [2 * day, 9],
        [2 * day + HOUR, 2],
      ],
    });
    const at = (days: number) => new Date(days * day * 1000).toISOString();
    assert.deepEqual(history, [
      { at: at(0), total: 4, bad: 0, errorRatio: 0 },
      { at: at(1), total: 0, bad: 9 },
      { at: at(2), total: 8, bad: 4, errorRatio: 0.5 },
    ]);
    assert.deepEqual(worstHour, {
      at: at(3 - 1 / 24),
      until: at(3),
      errorRatio: 0.5,
    });
  });

  it('of a cost is what was spent of its money, however few calls that were', () => {
    const { budget, status, ...rest } = judged(
      { labels: {}, total: 2, bad: 2 },
      spend
    );
    assert.deepEqual(budget, { allowed: 5, spent: 2, left: 3, used: 0.4 });
    assert.equal(status, 'healthy');
    assert.ok(!('sli' in rest) && !('worstHour' in rest));
  });
});
