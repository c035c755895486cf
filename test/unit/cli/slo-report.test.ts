// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Report } from '../../../src/slo/report/report.ts';
import { AT, HEALTHY, report, type Answers } from './fake-prometheus.ts';

describe('otel-genai slo report', () => {
  it('says what Prometheus does', () =>
    report(HEALTHY, ['--format', 'json'], ({ code, out, error }) => {
      assert.deepEqual([code, error], [0, '']);
      const { source, took, ...said } = JSON.parse(out) as Report;
      assert.ok(took.queries > 10 && took.seconds < 60);
      assert.match(source, /^http:\/\/127\.0\.0\.1:\d+\/$/);
      assert.deepEqual(said, {
        service: 'chat',
        window: '30d',
        at: AT,
        status: 'healthy',
        warnings: [],
        alerts: [],
        objectives: [
          {
            name: 'available',
            kind: 'availability',
            description: '',
            promise: '99.9 % of the calls succeed, for each model',
            target: 0.999,
            unit: 'calls',
            source: 'auto',
            consumers: {
              errorClass: { name: 'server', share: 1 },
              day: { name: '2026-11-25', share: 20 / 25 },
            },
            targets: [
              {
                labels: { model: 'a' },
                status: 'healthy',
                reason: 'within the budget',
                pages: false,
                total: 100_000,
                bad: 40,
                sli: 0.9996,
                budget: { allowed: 100, spent: 40, left: 60, used: 0.4 },
                burn: { '1h': 0.5, '6h': 0.6, '3d': 0.7 },
                coverage: 1,
                latency: { p50: 0.75, p95: 0.75, p99: 0.75 },
                errors: [
                  {
                    errorType: '503',
                    errorClass: 'server',
                    count: 40,
                    verdict: 'bad',
                  },
                  {
                    errorType: '401',
                    errorClass: 'auth',
                    count: 7,
                    verdict: 'exclude',
                  },
                ],
                worstHour: {
                  at: '2026-11-25T08:00:00.000Z',
                  until: '2026-11-25T09:00:00.000Z',
                  errorRatio: 0.2,
                },
                burnDown: [
                  { at: '2026-11-25T09:00:00.000Z', left: 0.8 },
                  { at: AT, left: 0.75 },
                ],
                history: [
                  {
                    at: '2026-11-25T00:00:00.000Z',
                    total: 100,
                    bad: 20,
                    errorRatio: 0.2,
                  },
                  {
                    at: '2026-11-26T00:00:00.000Z',
                    total: 150,
                    bad: 5,
                    errorRatio: 5 / 150,
                  },
                ],
              },
            ],
          },
        ],
      });
    }));

  const replaced = (...rows: Answers): Answers => [...rows, ...HEALTHY];
  const STATUSES: readonly [
    what: string,
    answers: Answers,
    status: string,
    reason: string,
    code: number,
  ][] = [
    [
      'spent',
      replaced([
        'bad:rate5m{service="chat",slo="available"}[30d]) * 60',
        { a: 137 },
      ]),
      'exhausted',
      '137 % of the budget spent',
      2,
    ],
    [
      'burning fast, whatever else',
      replaced(['> 0.0144 and', { a: 0.5 }]),
      'critical',
      'the budget is burning fast',
      2,
    ],
    [
      'burning',
      replaced(['> 0.003 and', { a: 0.5 }]),
      'warning',
      'the budget is burning',
      0,
    ],
    [
      'mostly spent',
      replaced([
        'bad:rate5m{service="chat",slo="available"}[30d]) * 60',
        { a: 80 },
      ]),
      'warning',
      '80 % of the budget spent',
      0,
    ],
    [
      'rare, though a failure is more than its budget',
      replaced(
        ['bad:rate5m{service="chat",slo="available"}[30d]) * 60', { a: 1 }],
        ['total:rate5m{service="chat",slo="available"}[30d]) * 60', { a: 200 }]
      ),
      'insufficient-data',
      '200 events are too few: one failure would spend the whole budget; 1000 are needed',
      0,
    ],
  ];
  for (const [what, answers, status, reason, code] of STATUSES) {
    it(`is ${status} where a target is ${what}`, () =>
      report(answers, ['--format', 'json'], said => {
        const [objective] = (JSON.parse(said.out) as Report).objectives;
        const [found] = objective?.targets ?? [];
        assert.deepEqual([found?.status, found?.reason], [status, reason]);
        assert.equal(said.code, code);
      }));
  }

  it('says days where the budget will be spent', () =>
    report(
      replaced(['slo="available"}[3d])) / (', { a: 3 }]),
      ['--format', 'json'],
      ({ out }) => {
        const [objective] = (JSON.parse(out) as Report).objectives;
        // 60 % of thirty days at three times the speed.
        assert.equal(objective?.targets[0]?.daysToExhaustion, 6);
      }
    ));

  it('warns of rules that are not loaded', () =>
    report([], ['--format', 'json'], ({ code, out }) => {
      const { status, warnings } = JSON.parse(out) as Report;
      assert.equal(code, 2);
      assert.equal(status, 'insufficient-data');
      assert.deepEqual(warnings, [
        'available: there are no series genai_slo:total:rate5m{service="chat",slo="available"}: the rules are not loaded, or no call was ever made',
      ]);
    }));

  for (const [retention, days] of [
    ['15d', '15'],
    ['2w', '14'],
    ['29d', '29'],
    ['2w15d12h', '29.5'],
    ['2w16d', undefined],
    ['30d', undefined],
    ['1d12h or 10GiB', '1.5'],
    ['60d', undefined],
    ['1y', undefined],
    // By size alone: for as long as there is room.
    ['10GiB', undefined],
    // Others that speak the API.
    ['', undefined],
  ] as const) {
    const what = days === undefined ? 'warns of no' : 'warns of a';
    it(`${what} retention that is too short: '${retention}'`, () =>
      report(
        HEALTHY,
        ['--format', 'json'],
        ({ out }) =>
          assert.deepEqual(
            (JSON.parse(out) as Report).warnings,
            days === undefined
              ? []
              : [
                  `Prometheus keeps data for ${days} days, and the window is 30d: older events are not counted`,
                ]
          ),
        retention
      ));
  }
});
