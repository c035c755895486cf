// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { assertAnswers, shown } from '../support/rule-answers.ts';

const DURATION = 'gen_ai_client_operation_duration';
const SECONDS = `${DURATION}_seconds`;

type Labels = Readonly<Record<string, string>>;

/** The counts of calls, and seconds that go with them. */
const calls = (labels: Labels, counts: string, name = DURATION) => [
  { series: `${name}_count${shown(labels)}`, values: counts },
  { series: `${name}_sum${shown(labels)}`, values: counts },
];
const failed = (labels: Labels, counts: string, name = DURATION) =>
  calls({ ...labels, error_type: '500' }, counts, name);

/** A process of which Prometheus knows all along, so that it is no new one to it. */
const watched = calls({ instance: 'old' }, '9+9x60');
/** An hour of a process that restarts in the middle. */
const restarts = calls({}, '400+10x29 10+10x30');

const CASES: readonly {
  readonly title: string;
  readonly series: readonly { series: string; values: string }[];
  /** Failures that were not counted, at most; found on paper. */
  readonly unseen: number;
}[] = [
  {
    title: 'a failure series that stands at 1 before and after a restart',
    series: [...restarts, ...failed({}, '1x59')],
    unseen: 1,
  },
  {
    title: 'one that goes from 1 to 3 at a restart, by what it has then',
    series: [...restarts, ...failed({}, '1x29 3x30')],
    unseen: 3,
  },
  {
    title: 'several failure series of one process',
    series: [
      ...restarts,
      ...failed({}, '1x59'),
      ...calls({ error_type: '429' }, '2x59'),
      ...failed({ gen_ai_request_model: 'other' }, '4x59'),
    ],
    unseen: 7,
  },
  {
    title: 'each restart of a series that always stands at 1',
    series: [
      ...calls({}, '400+10x9 10+10x9 10+10x9 10+10x9'),
      ...failed({}, '1x39'),
    ],
    unseen: 3,
  },
  {
    title: 'a restart that only the seconds of the calls show',
    series: [
      {
        series: `${DURATION}_count${shown({ error_type: '500' })}`,
        values: '1x59',
      },
      {
        series: `${DURATION}_sum${shown({ error_type: '500' })}`,
        values: '0.5x29 0.8x30',
      },
    ],
    unseen: 1,
  },
  {
    title: 'a restart after which the failure comes two minutes later, by half',
    series: [...restarts, ...failed({}, '1x29 stale _ _ 1x27')],
    // Old samples in two of the five minutes before, and at the edge of the window; of five, and the edge.
    unseen: 0.5,
  },
  {
    title: 'the same where nothing marks the old series as stale, in full',
    series: [...restarts, ...failed({}, '1x29 _ _ 1x27')],
    unseen: 1,
  },
  {
    title: 'seven minutes later as well there',
    series: [...restarts, ...failed({}, '1x29 _x7 1x22')],
    unseen: 1,
  },
  {
    title: 'nothing where no failure follows a restart',
    series: [...restarts, ...failed({}, '40x29')],
    unseen: 0,
  },
  {
    title: 'nothing where the failure comes six minutes later',
    series: [...restarts, ...failed({}, '1x29 stale _x6 1x23')],
    unseen: 0,
  },
  {
    title: 'a process that comes back anew after a gap',
    series: [
      ...watched,
      ...calls({}, '400+10x20 stale _x8 10+10x29'),
      ...failed({}, '3x20 stale _x8 4x29'),
    ],
    unseen: 4,
  },
  {
    title: 'nothing of a process that could not be scraped for a while',
    series: [
      ...watched,
      ...calls({}, '400+10x20 stale _x8 700+10x29'),
      ...failed({}, '3x20 stale _x8 4x29'),
    ],
    unseen: 0,
  },
  {
    title: 'a new process that failed before it was scraped',
    series: [
      ...watched,
      ...calls({ instance: 'new' }, '_x20 5+10x29'),
      ...failed({ instance: 'new' }, '_x20 2+1x29'),
    ],
    unseen: 2,
  },
  {
    title: 'nothing of the first failure of a process that runs',
    series: [...watched, ...failed({ instance: 'old' }, '_x20 1x30')],
    unseen: 0,
  },
  {
    title: 'nothing of the past of a service that begins to be watched',
    series: [...calls({}, '_x20 90+9x30'), ...failed({}, '_x20 50+1x30')],
    unseen: 0,
  },
  {
    title: 'nothing of a process that counts its events',
    series: [
      ...restarts,
      ...failed({}, '1x59'),
      { series: `genai_slo_events_total${shown({})}`, values: '1x59' },
    ],
    unseen: 0,
  },
  {
    title: 'a process that arrives under both names once',
    series: [
      ...restarts,
      ...failed({}, '1x59'),
      ...calls({}, '400+10x29 10+10x30', SECONDS),
      ...failed({}, '1x59', SECONDS),
    ],
    unseen: 1,
  },
  {
    title: 'processes under one name each, added up',
    series: [
      ...restarts,
      ...failed({}, '1x59'),
      ...calls({ instance: 'b' }, '400+10x29 10+10x30', SECONDS),
      ...failed({ instance: 'b' }, '2x59', SECONDS),
    ],
    unseen: 3,
  },
];

describe('failures that a histogram does not show', () => {
  for (const { title, series, unseen } of CASES) {
    it(`are bounded: ${title}`, function () {
      assertAnswers(
        this,
        {
          service: 'chat',
          objectives: [{ name: 'a', kind: 'availability', target: 99.9 }],
        },
        series,
        [
          {
            expr: 'round(sum(sum_over_time(genai_slo:unseen_errors:increase1m[1h])) or vector(0), 0.01)',
            eval_time: '59m',
            exp_samples: [{ labels: '{}', value: unseen }],
          },
        ]
      );
    });
  }
});
