// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { answers, shown } from '../support/rule-answers.ts';

const EVENTS = 'genai_slo_events_total';
const COUNT = 'gen_ai_client_operation_duration_count';
const byEvents: ObjectiveInput = {
  name: 'slo',
  kind: 'availability',
  target: 99,
  source: 'events',
};
const byHistogram: ObjectiveInput = { ...byEvents, source: 'histogram' };

type Samples = readonly [
  name: string,
  labels: Readonly<Record<string, string>>,
  values: string,
];
const events = (good: string, bad: string): Samples[] =>
  Object.entries({ good, bad }).map(([outcome, values]) => [
    EVENTS,
    { slo: 'slo', outcome },
    values,
  ]);
/** What a process counts in each life of five minutes, one sample a minute, so many lives. */
const lives = (each: string, count: number) =>
  Array.from({ length: count }, () => each).join(' ');

/** The counts were found on paper, from the samples. */
const CASES: readonly {
  readonly title: string;
  readonly objective: ObjectiveInput;
  readonly series: readonly Samples[];
  readonly total: number;
  readonly bad: number;
}[] = [
  {
    title: 'all of lives of five minutes',
    objective: byEvents,
    // 40 and 2 a life, of which the first sample of the first one is the past.
    series: events(lives('0 10 20 30 40', 6), lives('0 0 1 1 2', 6)),
    total: 252,
    bad: 12,
  },
  {
    title: 'what a life has in its first sample',
    objective: byEvents,
    series: events(lives('8 10 20 30 40', 6), lives('2 2 2 2 2', 6)),
    total: 242,
    bad: 10,
  },
  {
    title: 'a failure that the restart hides, since the good ones began anew',
    objective: byEvents,
    series: events(lives('9 20 30 40 50', 6), lives('1 1 1 1 1', 6)),
    total: 296,
    bad: 5,
  },
  {
    title:
      'the good ones that the restart hides, since the bad ones began anew',
    objective: byEvents,
    series: events(lives('3 3 3 3 3', 6), lives('0 0 1 1 1', 6)),
    total: 21,
    bad: 6,
  },
  {
    title: 'what came while a process could not be scraped for three minutes',
    objective: byEvents,
    series: events('0+10x10 stale _ _ 140+10x16', '0x10 stale _ _ 2x16'),
    total: 302,
    bad: 2,
  },
  {
    title: 'failures of a histogram that come minutes after a restart',
    objective: byHistogram,
    series: [
      [COUNT, {}, lives('0 10 20 30 40', 6)],
      [COUNT, { error_type: '500' }, lives('stale _ _ 1 1', 6)],
    ],
    total: 246,
    bad: 6,
  },
  {
    title: 'failures that a histogram has first when its process comes back',
    objective: byHistogram,
    series: [
      [COUNT, {}, '0+10x10 stale _ _ 10+10x16'],
      [COUNT, { error_type: '500' }, '_x13 2x16'],
    ],
    total: 272,
    bad: 2,
  },
];

describe('events of processes that restart', () => {
  for (const { title, objective, series, total, bad } of CASES) {
    it(`are counted exactly: ${title}`, function () {
      const counted = (name: string, value: number) => ({
        expr: `round(sum(sum_over_time(genai_slo:${name}:rate5m[40m])) * 60, 0.001)`,
        eval_time: '39m',
        exp_samples: [{ labels: '{}', value }],
      });
      const wrong = answers(
        { service: 'chat', objectives: [objective] },
        series.map(([name, labels, values]) => ({
          series: `${name}${shown(labels)}`,
          values,
        })),
        [counted('total', total), counted('bad', bad)]
      );
      if (wrong === undefined) this.skip();
      assert.equal(wrong, '');
    });
  }
});
