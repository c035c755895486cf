// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { assertAnswers, shown } from '../support/rule-answers.ts';

const EVENTS = 'genai_slo_events_total';
const objective: ObjectiveInput = {
  name: 'slo',
  kind: 'availability',
  target: 99,
  source: 'events',
  groupBy: ['model'],
};

type Labels = Readonly<Record<string, string>>;
type Series = { readonly series: string; readonly values: string };

/** The counter of one target in a process. */
const events = (good: string, bad: string, labels: Labels = {}): Series[] =>
  Object.entries({ good, bad }).map(([outcome, values]) => ({
    series: `${EVENTS}${shown({ slo: 'slo', outcome, ...labels })}`,
    values,
  }));
/** What a process counts in each life of five minutes, one sample a minute, so many lives. */
const lives = (each: string, count = 6) =>
  Array.from({ length: count }, () => each).join(' ');
/** Another target of the process, or another process, that nothing happens to. */
const idle = (labels: Labels) => events('0x29', '0x29', labels);

/** The counts were found on paper, from the samples. */
const CASES: readonly {
  readonly title: string;
  /** Between two scrapes, where it is no minute. */
  readonly interval?: string;
  readonly series: readonly Series[];
  readonly total: number;
  readonly bad: number;
}[] = [
  {
    title: 'all of lives of five minutes',
    // 40 and 2 a life, of which the first sample of the first one is the past.
    series: events(lives('0 10 20 30 40'), lives('0 0 1 1 2')),
    total: 252,
    bad: 12,
  },
  {
    title: 'what a life has in its first sample',
    series: events(lives('8 10 20 30 40'), lives('2 2 2 2 2')),
    total: 242,
    bad: 10,
  },
  {
    title: 'a failure that the restart hides, since the good ones began anew',
    series: events(lives('9 20 30 40 50'), lives('1 1 1 1 1')),
    total: 296,
    bad: 5,
  },
  {
    title:
      'the good ones that the restart hides, since the bad ones began anew',
    series: events(lives('3 3 3 3 3'), lives('0 0 1 1 1')),
    total: 21,
    bad: 6,
  },
  {
    title: 'what came while a process could not be scraped for three minutes',
    series: events('0+10x10 stale _ _ 140+10x16', '0x10 stale _ _ 2x16'),
    total: 302,
    bad: 2,
  },
  {
    title: 'the same where nothing marks its series as stale',
    series: events('0+10x10 _ _ _ 140+10x16', '0x10 _ _ _ 2x16'),
    total: 302,
    bad: 2,
  },
  {
    title: 'a restart while the process could not be scraped',
    series: events('50+10x10 stale _ _ 8+10x16', '3x10 stale _ _ 3x16'),
    total: 271,
    bad: 3,
  },
  {
    title: 'nothing of the past of a process that is met first, or after long',
    series: events('500+10x9 stale _x9 900+10x9', '50+1x9 stale _x9 90+1x9'),
    total: 198,
    bad: 18,
  },
  {
    title: 'what a process has in its second scrape soon after the first one',
    interval: '5s',
    series: events('_x37 5 25x360', '_x37 1 2x360'),
    total: 21,
    bad: 1,
  },
  {
    title: 'scrapes that fail now and then',
    series: events(
      '0 10 stale 30 40 stale 60 stale 80 90 90x20',
      '0 0 stale 1 1 stale 1 stale 3 3 3x20'
    ),
    total: 93,
    bad: 3,
  },
  {
    title: 'a target that a life calls minutes after it began',
    series: [
      ...idle({ gen_ai_request_model: 'other' }),
      ...events(lives('stale _ _ 1 1'), lives('stale _ _ 1 1')),
    ],
    total: 12,
    bad: 6,
  },
  {
    title: 'the same where nothing marks its series as stale',
    series: [
      ...idle({ gen_ai_request_model: 'other' }),
      ...events(lives('_ _ _ 1 1'), lives('_ _ _ 1 1')),
    ],
    total: 12,
    bad: 6,
  },
  {
    title: 'a process that restarts beside one that does not',
    series: [
      ...events('1000+100x29', '10x29', { instance: 'b' }),
      ...events(lives('0 10 20 30 40'), lives('1 1 1 1 1')),
    ],
    total: 3145,
    bad: 5,
  },
];

describe('events of processes that restart', () => {
  for (const { title, interval, series, total, bad } of CASES) {
    it(`are counted exactly: ${title}`, function () {
      const model = 'gen_ai_request_model="m"';
      const counted = (name: string, value: number) => ({
        expr: `round(sum by (gen_ai_request_model) (sum_over_time(genai_slo:${name}:rate5m{${model}}[40m])) * 60, 0.001)`,
        eval_time: '39m',
        exp_samples: [{ labels: `{${model}}`, value }],
      });
      assertAnswers(
        this,
        { service: 'chat', objectives: [objective] },
        series,
        [counted('total', total), counted('bad', bad)],
        interval
      );
    });
  }
});
