// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { SloWindow } from '../../src/slo/objectives/objective.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import {
  burnWindowsOf,
  costWindowsOf,
  secondsOf,
} from '../../src/slo/objectives/windows.ts';
import { periodOf } from '../../src/slo/report/ask/period.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';
import { assertTestsPass } from '../support/promtool.ts';

const DAY = 86_400;

/**
 * Seven weeks of promtool's clock, which begins with January 1970. The recorded series are given: three USD an hour; one
 * event a second, of which all fail on January 10 and a tenth fails on February 2.
 */
const SERIES = [
  ['genai_slo:cost:rate5m', 'money', [[3 * (13 / 3600), 5200]]],
  ['genai_slo:total:rate5m', 'calls', [[1, 5200]]],
  [
    'genai_slo:bad:rate5m',
    'calls',
    [
      [0, (9 * 1440) / 13],
      [1, 1440 / 13],
      [0, (22 * 1440) / 13],
      [0.1, 1440 / 13],
      [0, 1500],
    ],
  ],
] as const;

/** What is left, worked out by hand: a month's budget is for the whole month at the traffic so far. */
const LEFT: readonly (readonly [
  title: string,
  hours: number,
  slo: string,
  left: number,
])[] = [
  ['20 days of January cost 1440 USD of 5000', 20 * 24, 'money', 0.71],
  ['the last hours of January', 31 * 24 - 6, 'money', 1 - (738 * 3) / 5000],
  ['February begins anew', 32 * 24, 'money', 1 - 72 / 5000],
  ['13 days of February', 44 * 24, 'money', 1 - 936 / 5000],
  // A day of failures in a budget of a tenth of 31 days.
  ['a day of failures in January', 20 * 24, 'calls', 1 - 1 / 3.1],
  ['it is forgotten in February', 31.5 * 24, 'calls', 1],
  ['a tenth of a day in a budget of 2.8 days', 40 * 24, 'calls', 1 - 0.1 / 2.8],
];

describe('a budget of a calendar month', function () {
  this.timeout(60_000);

  it('begins anew with each month', function () {
    const objectives = resolveObjectives({
      service: 'chat',
      window: 'month',
      objectives: [
        { name: 'money', kind: 'cost', budget: 5000 },
        { name: 'calls', kind: 'availability', target: 90, groupBy: [] },
      ],
    });
    // The base rules record the series that are given here, and alerts are not asked for.
    const files = rulesOf(objectives)
      .slice(0, 2)
      .map(({ name, file }) => ({
        name,
        file: { groups: file.groups.slice(2, 3) },
      }));
    const series = SERIES.map(([name, slo, values]) => ({
      series: `${name}{service="chat",slo="${slo}"}`,
      values: values
        .map(([value, samples]) => `${value}+0x${Math.round(samples) - 1}`)
        .join(' '),
    }));
    const tests = [
      {
        // promtool reads ten thousand samples at most, and an hour is no multiple of this.
        interval: '13m',
        input_series: series,
        promql_expr_test: LEFT.map(([, hours, slo, left]) => ({
          expr: `abs(genai_slo:error_budget_remaining:ratio{slo="${slo}"} - ${left}) < bool 0.012`,
          eval_time: `${hours}h`,
          exp_samples: [{ labels: `{service="chat",slo="${slo}"}`, value: 1 }],
        })),
      },
    ];
    assertTestsPass(this, files, tests, '6h');
  });

  it('is asked for from the first of the month on', () => {
    const at = Date.UTC(2026, 2, 4, 6) / 1000;
    assert.deepEqual(periodOf('month', at), {
      range: `${3.25 * DAY}s`,
      seconds: 3.25 * DAY,
      before: `[${28 * DAY}s] offset ${3.25 * DAY}s`,
      whole: 31 * DAY,
    });
    assert.equal(periodOf('month', Date.UTC(2026, 2) / 1000).range, '60s');
    assert.equal(periodOf('28d', at).before, '[28d] offset 28d');
  });
});

describe('the factors of a window', () => {
  for (const [window, page, ticket, money] of [
    ['7d', [6, 3], [1.5, 1], [1.5, 1]],
    ['28d', [13.4, 5.6], [2.8, 1], [2.8, 1]],
    ['30d', [14.4, 6], [3, 1], [3, 1]],
    ['90d', [43.2, 18], [9, 3], [9, 3]],
    ['month', [14.4, 6], [3, 1], [3, 1]],
  ] as const satisfies readonly (readonly [SloWindow, ...unknown[]])[]) {
    it(`spend the same shares of the budget in ${window}, down to the least`, () => {
      const seconds = secondsOf(window);
      const burns = burnWindowsOf(seconds);
      const costs = costWindowsOf(seconds);
      const factors = (of: readonly { readonly factor: number }[]) =>
        of.map(({ factor }) => factor);
      assert.deepEqual(factors(burns.page), page);
      assert.deepEqual(factors(burns.ticket), ticket);
      assert.deepEqual(factors([...costs.page, ...costs.ticket]), money);
    });
  }
});
