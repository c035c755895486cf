// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_CLASSES, errorClassOf } from '../objectives/error-classes.ts';
import type { Objectives } from '../objectives/objective.ts';
import { CAUSES, HANGING, type Cause } from '../rules/alerts/causes.ts';
import { ACTIVE_SERIES } from '../sli/metric-names.ts';
import {
  together,
  type InputSeries,
  type RuleTest,
  type Segment,
} from './promtool.ts';
import { sampleError, sampleOf } from './rehearsal.ts';
import { Calls } from './cause-calls.ts';

/** Tests of the alerts of causes: above the limits each fires, and below none. */
export function causeTests(objectives: Objectives): RuleTest[] {
  const calls = new Calls(objectives);
  const { causes } = objectives.alerts;
  const limited = CAUSES.filter(({ alert }) => causes[alert]?.off !== true).map(
    cause => {
      const { threshold, share } = causes[cause.alert] ?? {};
      return {
        ...cause,
        threshold: threshold ?? cause.threshold,
        share: share ?? cause.share,
      };
    }
  );
  return [
    // One provider for each cause, so that all are tried at once.
    together(
      'causes: below the share of the calls none fires',
      limited.map(cause => shareTest(calls, cause, 0.95, false))
    ),
    together(
      'causes: above the share each fires',
      limited.map(cause => shareTest(calls, cause, 1.1, true))
    ),
    together(
      'causes: a few calls an hour that all fail fire in time',
      limited.flatMap(cause => countTests(calls, cause))
    ),
    classTest(calls, limited),
    ...(objectives.prometheus.selector === '' ? [jobsTest(calls)] : []),
    ...(causes[HANGING.alert]?.off === true
      ? []
      : hangingTests(calls, causes[HANGING.alert]?.threshold)),
  ];
}

/** Steady traffic of which a share fails that is so many times the limit. */
function shareTest(
  calls: Calls,
  { alert, error, share }: Cause,
  times: number,
  fires: boolean
): RuleTest {
  const minutes = 60;
  const part = Math.min(1, times * share);
  return calls.test(
    '',
    [
      calls.ended([{ minutes, perMinute: 600 * (1 - part) }], undefined, alert),
      calls.ended(
        [{ minutes, perMinute: 600 * part }],
        sampleError(error),
        alert
      ),
    ],
    alert,
    [
      [1, false],
      [40, fires],
    ]
  );
}

/** A call each ten minutes: all fail from the second hour on. */
function countTests(
  calls: Calls,
  { alert, error, threshold }: Cause
): RuleTest[] {
  const every = (count: number, perMinute: number): Segment[] =>
    Array.from({ length: count }, () => [
      { minutes: 9, perMinute: 0 },
      { minutes: 1, perMinute },
    ]).flat();
  // More than the six hours that are looked back on cannot have.
  if (threshold > 30 || threshold < 2) return [];
  const after = 120 + 10 * threshold;
  const series = [
    calls.ended(
      [...every(12, 1), { minutes: 150, perMinute: 0 }],
      undefined,
      alert
    ),
    calls.ended(
      [{ minutes: 120, perMinute: 0 }, ...every(threshold + 4, 1)],
      sampleError(error),
      alert
    ),
  ];
  return [
    calls.test('', series, alert, [
      [after - 3, false],
      [after + 35, true],
    ]),
  ];
}

/** Each value of error.type has the alert of its class, and no other. */
function classTest(calls: Calls, causes: readonly Cause[]): RuleTest {
  const types = Object.values(ERROR_CLASSES).flat().map(sampleOf);
  const series = types.map(type =>
    calls.ended([{ minutes: 40, perMinute: 60 }], type)
  );
  const classes = new Set(causes.map(({ error }) => error));
  return {
    name: 'each failure is of its class',
    interval: '1m',
    input_series: [calls.ended([{ minutes: 40, perMinute: 60 }]), ...series],
    promql_expr_test: [
      {
        expr: 'sum(genai_slo:calls:rate5m)',
        eval_time: '30m',
        exp_samples: [{ labels: '{}', value: types.length + 1 }],
      },
      ...[...classes].map(error => ({
        expr: `sum(genai_slo:failures:rate5m{class="${error}"})`,
        eval_time: '30m',
        exp_samples: [
          {
            labels: '{}',
            value: types.filter(type => errorClassOf(type) === error).length,
          },
        ],
      })),
    ],
  };
}

/** Jobs of another name hold pages back; a job named after the service does not. */
function jobsTest(calls: Calls): RuleTest {
  const of = (job: string, values: string): InputSeries => {
    const { series } = calls.ended([]);
    return {
      series: series.replace('job="app"', `job=${JSON.stringify(job)}`),
      values,
    };
  };
  const { service } = calls;
  return calls.test(
    'a job of another name joins two of the service',
    [
      of(service, '0+60x90'),
      of(`${service}-worker`, '0+60x90'),
      of('another', '_x50 0+60x40'),
    ],
    'GenAISLOSelectorMissing',
    [
      [45, false],
      [60, false],
      [75, true],
    ]
  );
}

function hangingTests(
  calls: Calls,
  threshold: number = HANGING.threshold
): RuleTest[] {
  const { alert } = HANGING;
  const answered = calls.ended([
    { minutes: 60, perMinute: 60 },
    { minutes: 40, perMinute: 0 },
  ]);
  const open = (values: string) => calls.series(ACTIVE_SERIES, values);
  return [
    calls.test(
      'nothing is answered any more',
      [answered, open(`2+0x60 ${threshold}+${threshold}x39`)],
      alert,
      [
        [59, false],
        [63, false],
        [71, true],
      ]
    ),
    calls.test(
      'too few calls are open',
      [answered, open(`0+0x60 ${threshold - 1}+0x39`)],
      alert,
      [[80, false]]
    ),
    calls.test(
      'as many as ever are answered',
      [
        calls.ended([{ minutes: 100, perMinute: 60 }]),
        open(`${2 * threshold}+0x100`),
      ],
      alert,
      [[80, false]]
    ),
    calls.test(
      'answers of ten minutes are usual here',
      [
        calls.ended([{ minutes: 120, perMinute: 1 }]),
        open(`${10 + threshold}+0x120`),
      ],
      alert,
      [[100, false]]
    ),
  ];
}
