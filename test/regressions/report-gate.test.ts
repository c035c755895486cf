// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { stopsOf, type State } from '../../src/slo/report/judge/gate.ts';
import { report, HEALTHY, type Answers } from '../unit/cli/fake-prometheus.ts';
import { reportOf, type Recorded } from '../support/recorded-series.ts';

const AVAILABLE: ObjectiveInput = {
  name: 'a',
  kind: 'availability',
  target: 99.9,
  groupBy: [],
};
const month = (perHour: number) => Array.from({ length: 720 }, () => perHour);
const recorded = (bad: number): Recorded[] => [
  { labels: {}, total: month(1000), bad: month(bad) },
];

const SPENT: Answers = [
  ['bad:rate5m{service="chat",slo="available"}[30d]) * 60', { a: 137 }],
];
const BURNING: Answers = [['> 0.0144 and', { a: 0.5 }]];
const WARNING: Answers = [['> 0.003 and', { a: 0.5 }]];

describe('the gate of otel-genai slo report', () => {
  for (const [what, answers, gate, code] of [
    ['a healthy service', [], undefined, 0],
    ['a warning', WARNING, undefined, 0],
    ['a warning, when nothing may pass', WARNING, 'none', 2],
    ['a spent budget', SPENT, undefined, 2],
    [
      'a spent budget that may pass, to release what mends it',
      SPENT,
      'exhausted',
      0,
    ],
    [
      'a spent budget that still burns',
      [...SPENT, ...BURNING],
      'exhausted,warning',
      2,
    ],
    [
      'one of which both may pass',
      [...SPENT, ...BURNING],
      'exhausted, burning',
      0,
    ],
    ['a fast burn', BURNING, 'exhausted', 2],
    ['a fast burn that may pass', BURNING, 'burning', 0],
    ['anything, without a gate', [...SPENT, ...BURNING], 'never', 0],
  ] as const) {
    it(`${code === 0 ? 'lets' : 'stops'} ${what}${code === 0 ? ' pass' : ''}`, () =>
      report(
        [...answers, ...HEALTHY],
        gate === undefined ? [] : ['--gate', gate],
        said => {
          assert.equal(said.code, code, said.error);
          assert.equal(said.error === '', code === 0);
        }
      ));
  }

  it('stops without data, and says why', async () => {
    for (const [services, why] of [
      [
        ['svc'],
        /no-data: there are no series .* its rules are not loaded, or no call matched it/,
      ],
      [
        ['other'],
        /no rules of the service "svc" are loaded; Prometheus has those of "other"/,
      ],
      [[], /the rules are not loaded: Prometheus has genai_slo_events_total/],
    ] as const) {
      const found = await reportOf([AVAILABLE], [], { services });
      const [stop] = stopsOf(found, new Set<State>(['warning']));
      assert.match(stop ?? '', why);
      assert.deepEqual(stopsOf(found, new Set<State>(['no-data'])), []);
    }
  });

  it('looks at the objectives that are named', () =>
    report(
      [...SPENT, ...HEALTHY],
      ['--objective', 'other'],
      ({ code, error }) => {
        assert.equal(code, 1);
        assert.equal(
          error,
          '--objective: "other" was given; the file has: available\n'
        );
      }
    ));

  it('refuses a state that it does not know', () =>
    report(HEALTHY, ['--gate', 'critical'], ({ code, error }) => {
      assert.equal(code, 1);
      assert.match(
        error,
        /^--gate: "critical" was given; allowed: states that may pass \(exhausted, burning, warning, no-data\), or none, or never\n$/
      );
    }));
});

describe('one query of a report that fails', () => {
  it('costs its number, is a warning, and stops nothing else', async () => {
    const asked = await reportOf([AVAILABLE], recorded(0.1), {
      fails: expression => expression.startsWith('histogram_quantile(0.99'),
    });
    assert.equal(asked.status, 'healthy');
    assert.match(
      asked.warnings.join('\n'),
      /^a: P99 could not be queried: query processing would load too many samples$/m
    );
    assert.deepEqual(stopsOf(asked, new Set()), []);
  });

  it('for the bad events leaves the target without a verdict', async () => {
    const found = await reportOf([AVAILABLE], recorded(10), {
      fails: expression =>
        expression.includes(':bad:') && expression.includes('[30d]) * 60'),
    });
    const [target] = found.objectives[0]!.targets;
    assert.equal(target?.status, 'insufficient-data');
    assert.equal(target.reason, 'the query for its bad events failed');
    assert.match(stopsOf(found, new Set()).join(), /no-data/);
  });

  it('for all events is no data, with the reason', async () => {
    const found = await reportOf([AVAILABLE], recorded(10), {
      fails: () => true,
    });
    assert.equal(
      found.objectives[0]?.noData,
      'the query for its events failed'
    );
    assert.match(
      stopsOf(found, new Set()).join(),
      /^a: no-data: the query for its events failed$/
    );
  });
});

describe('objectives of the same calls', () => {
  it('ask for their percentiles and error types once', async () => {
    const both = [AVAILABLE, { ...AVAILABLE, name: 'b' }];
    const one = await reportOf([AVAILABLE], recorded(0.1));
    const two = await reportOf(both, recorded(0.1));
    // Percentiles, their days, error types by the day.
    assert.ok(two.took.queries <= 2 * one.took.queries - 7);
  });
});
