// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { assertAnswers, shown } from '../support/rule-answers.ts';

const COUNT = 'gen_ai_client_operation_duration_count';
const SECONDS_COUNT = 'gen_ai_client_operation_duration_seconds_count';
const BUCKET = 'gen_ai_client_operation_duration_bucket';
const availability: ObjectiveInput = {
  name: 'slo',
  kind: 'availability',
  target: 99.9,
};
const pages = 'ALERTS{alertstate="firing",severity="page"}';

/** The right value was found on paper, from the calls that the series stand for. */
const CASES: readonly {
  readonly title: string;
  readonly objectives: readonly ObjectiveInput[];
  readonly series: readonly (readonly [
    name: string,
    labels: Readonly<Record<string, string>>,
    values: string,
  ])[];
  readonly at: number;
  readonly expr: string;
  readonly value: number;
}[] = [
  {
    title: 'count the calls of a renamed series beside an idle one of its job',
    objectives: [availability],
    series: [
      [COUNT, { instance: 'blue' }, '900+0x40'],
      [SECONDS_COUNT, { instance: 'green' }, '0+60x40'],
    ],
    at: 30,
    expr: 'sum(genai_slo:total:rate5m)',
    value: 1,
  },
  {
    title: 'sum both halves of a fleet that is being renamed',
    objectives: [availability],
    series: [
      [COUNT, { instance: 'a' }, '0+60x40'],
      [SECONDS_COUNT, { instance: 'b' }, '0+60x40'],
    ],
    at: 30,
    expr: 'sum(genai_slo:total:rate5m)',
    value: 2,
  },
  {
    title: 'count a failure that begins its series at one',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x40'],
      [COUNT, { error_type: '500' }, '_x10 1+0x30'],
    ],
    at: 30,
    expr: 'sum(sum_over_time(genai_slo:bad:rate5m[30m])) * 60',
    value: 1,
  },
  {
    title: 'count no past of a process that comes back after a gap',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x10 stale _x10 9000+60x20'],
      [COUNT, { error_type: '500' }, '5+0x10 stale _x10 500+0x20'],
    ],
    at: 40,
    expr: 'sum(sum_over_time(genai_slo:bad:rate5m[40m])) * 60',
    value: 0,
  },
  {
    title: 'go by events where the application counts them',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x40'],
      ['genai_slo_events_total', { slo: 'slo', outcome: 'good' }, '0+90x40'],
      ['genai_slo_events_total', { slo: 'slo', outcome: 'bad' }, '0+30x40'],
      [COUNT, { instance: 'not given the file' }, '0+60x40'],
    ],
    at: 30,
    expr: 'sum(genai_slo:total:rate5m)',
    value: 3,
  },
  {
    title: 'judge a latency by answers of processes with its boundary alone',
    objectives: [{ name: 'slo', kind: 'latency', threshold: '4s', target: 99 }],
    series: [
      [COUNT, { instance: 'old' }, '0+600x30 stale'],
      [BUCKET, { instance: 'old', le: '5' }, '0+600x30 stale'],
      [COUNT, { instance: 'new' }, '_x31 0+60x40'],
      [BUCKET, { instance: 'new', le: '4' }, '_x31 0+48x40'],
    ],
    at: 65,
    expr: 'round(sum(genai_slo:error_ratio:30d), 0.01)',
    value: 0.2,
  },
  {
    title: 'count what short jobs spend',
    objectives: [{ name: 'slo', kind: 'cost', budget: 500 }],
    series: [1, 2, 3].map(
      job =>
        [
          'genai_client_cost_total',
          { instance: `job ${job}` },
          `_x${10 * job} 2 2 stale`,
        ] as const
    ),
    at: 45,
    expr: 'round(sum(sum_over_time(genai_slo:cost:rate5m[45m])) * 60, 0.01)',
    value: 6,
  },
  {
    title: 'do not page for a floor when a healthy service starts',
    objectives: [{ name: 'slo', kind: 'throughput', min: '10/min' }],
    series: [[COUNT, {}, '0+20x40']],
    at: 35,
    expr: `count(count_over_time(${pages}[35m])) or vector(0)`,
    value: 0,
  },
  {
    title: 'judge a floor by the hour when it is given by the hour',
    objectives: [{ name: 'slo', kind: 'throughput', min: '4/h' }],
    series: [
      [COUNT, {}, Array.from({ length: 8 }, (_, n) => `${n}+0x11`).join(' ')],
    ],
    at: 90,
    expr: 'sum(sum_over_time(genai_slo:bad:rate5m[90m]))',
    value: 0,
  },
  {
    title: 'page once when availability and errors are both promised',
    objectives: [availability, { name: 'errors', kind: 'errorRate', max: 0.1 }],
    series: [
      [COUNT, {}, '0+60x20 1200+0x40'],
      [COUNT, { error_type: '500' }, '0+0x20 0+60x40'],
    ],
    at: 50,
    expr: `count(${pages})`,
    value: 1,
  },
  {
    title: 'page for nobody else in a Prometheus with several jobs',
    objectives: [availability],
    series: [
      [COUNT, { job: 'another' }, '0+60x60'],
      [COUNT, { job: 'another', error_type: '500' }, '0+60x60'],
      [COUNT, {}, '0+60x60'],
    ],
    at: 50,
    expr: `count(${pages}) or vector(0)`,
    value: 0,
  },
  {
    title: 'page for a service whose web and worker jobs are named after it',
    objectives: [availability],
    series: [
      [COUNT, { job: 'chat-web' }, '0+60x60'],
      [COUNT, { job: 'shop/chat-worker' }, '0+60x60'],
      [COUNT, { job: 'shop/chat-worker', error_type: '500' }, '0+60x60'],
    ],
    at: 50,
    expr: `count(${pages}) or vector(0)`,
    value: 1,
  },
  ...[
    ['a storm of aborted calls', 'aborted', 'GenAICallsAborted'],
    ['a storm of filtered answers', 'content_filter', 'GenAIContentFiltered'],
  ].map(([title = '', type = '', alert = '']) => ({
    title: `page for ${title}`,
    objectives: [availability],
    series: [
      [COUNT, {}, '0+6x60'],
      [COUNT, { error_type: type }, '0+54x60'],
    ] as const,
    at: 50,
    expr: `count(${pages.replace('{', `{alertname="${alert}",`)})`,
    value: 1,
  })),
  {
    title: 'do not page for a few keys of callers that are refused',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+598.8x60'],
      [COUNT, { error_type: '401' }, '0+1.2x60'],
    ],
    at: 50,
    expr: `count(count_over_time(${pages}[50m])) or vector(0)`,
    value: 0,
  },
  {
    title: 'page for a provider that answers nothing, before clients give up',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x30 1800+0x20'],
      ['genai_client_active_requests', {}, '1+0x30 1+60x20'],
    ],
    at: 39,
    expr: `count(${pages})`,
    value: 1,
  },
  {
    title: 'say that the application does not count the events of an objective',
    objectives: [{ ...availability, match: { stream: true } }],
    series: [[COUNT, {}, '0+60x60']],
    at: 50,
    expr: 'count(ALERTS{alertstate="firing",alertname="GenAISLONotCounted"})',
    value: 1,
  },
  {
    title: 'do not say that a month is spent in the first minutes of a service',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+600x120'],
      [COUNT, { error_type: '500' }, '0 389+0x119'],
    ],
    at: 110,
    expr: 'count(count_over_time(ALERTS{alertstate="firing",alertname="GenAISLOBudgetExhausted"}[110m])) or vector(0)',
    value: 0,
  },
];

describe('rules', () => {
  for (const { title, objectives, series, at, expr, value } of CASES) {
    it(title, function () {
      assertAnswers(
        this,
        { service: 'chat', objectives },
        series.map(([name, labels, values]) => ({
          series: `${name}${shown(labels)}`,
          values,
        })),
        [{ expr, eval_time: `${at}m`, exp_samples: [{ labels: '{}', value }] }]
      );
    }).timeout(120_000);
  }
});
