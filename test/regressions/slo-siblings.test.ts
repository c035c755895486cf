// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { assertAnswers, shown } from '../support/rule-answers.ts';

const COUNT = 'gen_ai_client_operation_duration_count';
const SECONDS_COUNT = 'gen_ai_client_operation_duration_seconds_count';
const ACTIVE = 'genai_client_active_requests';
const availability: ObjectiveInput = {
  name: 'slo',
  kind: 'availability',
  target: 99.9,
};
const errors: ObjectiveInput = { name: 'errors', kind: 'errorRate', max: 0.1 };

const FIRING = 'ALERTS{alertstate="firing"';
const pagesOf = (minutes: number, matchers = '') =>
  `count(count_over_time(${FIRING},severity="page"${matchers}}[${minutes}m])) or vector(0)`;
const ever = (alert: string, minutes: number) =>
  `count(count_over_time(${FIRING},alertname="${alert}"}[${minutes}m])) or vector(0)`;

type Series = readonly [
  name: string,
  labels: Readonly<Record<string, string>>,
  values: string,
];

/** A call each five minutes: so many that are like others, then so many more. */
const each5 = (times: number) => Array(times).fill('0 0 0 0 1').join(' ');
/** Its sums: a counter. */
function counter(increments: string): string {
  let sum = 0;
  return increments
    .split(' ')
    .map(value => String((sum += Number(value))))
    .join(' ');
}
const idle = (minutes: number) => Array(minutes).fill('0').join(' ');

/** Pods of a crash loop: each lives for two minutes, and fails nine calls of ten. */
const crashLoop = Array.from({ length: 40 }, (_, pod): Series[] => [
  [COUNT, { instance: `pod-${pod}` }, `_x${2 * pod + 1} 0 6 6`],
  [
    COUNT,
    { instance: `pod-${pod}`, error_type: '500' },
    `_x${2 * pod + 2} 54 54`,
  ],
]).flat();

const CASES: readonly {
  readonly title: string;
  readonly objectives: readonly ObjectiveInput[];
  readonly series: readonly Series[];
  /** Minute, expression, value found on paper. */
  readonly asks: readonly (readonly [number, string, number])[];
}[] = [
  {
    title: 'count failures under both names while a fleet is renamed',
    objectives: [availability],
    series: [
      [COUNT, { instance: 'a' }, '0+54x60 _x60'],
      [COUNT, { instance: 'a', error_type: '500' }, '0+6x60 _x60'],
      [SECONDS_COUNT, { instance: 'b' }, '_x55 0+54x60'],
      [SECONDS_COUNT, { instance: 'b', error_type: '500' }, '_x55 0+6x60'],
    ],
    asks: [
      [30, 'sum(genai_slo:bad:rate5m)', 0.1],
      [100, 'sum(genai_slo:bad:rate5m)', 0.1],
      [100, 'sum(genai_slo:total:rate5m)', 1],
    ],
  },
  {
    title: 'page for pods that crash before they are scraped three times',
    objectives: [availability],
    series: crashLoop,
    asks: [[80, pagesOf(80), 1]],
  },
  {
    title: 'count no past after twenty minutes without a scrape',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+600x60 _x20 48600+600x60'],
      [COUNT, { error_type: '500' }, '700+0x60 _x20 700+0x60'],
    ],
    asks: [[130, pagesOf(130), 0]],
  },
  {
    title: 'count what was counted before a restart under the same name once',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x60 0+60x60'],
      [COUNT, { error_type: '500' }, '0+1x60 0+1x60'],
    ],
    asks: [[100, 'sum(genai_slo:bad:rate5m) * 60', 1]],
  },
  {
    title:
      'make a ticket of a retired model that is called twelve times an hour',
    objectives: [availability],
    series: [
      [COUNT, {}, counter(`${each5(24)} ${idle(120)}`)],
      [COUNT, { error_type: '404' }, counter(`${idle(120)} ${each5(24)}`)],
    ],
    asks: [
      [115, ever('GenAIRequestsRejected', 115), 0],
      [200, ever('GenAIRequestsRejected', 200), 1],
    ],
  },
  {
    title: 'page for a filter that stops all of twelve calls an hour',
    objectives: [availability],
    series: [
      [COUNT, {}, counter(`${each5(24)} ${idle(120)}`)],
      [
        COUNT,
        { error_type: 'content_filter' },
        counter(`${idle(120)} ${each5(24)}`),
      ],
    ],
    asks: [[235, pagesOf(235, ',alertname="GenAIContentFiltered"'), 1]],
  },
  {
    title:
      'page once for an expired key, with two objectives on the same calls',
    objectives: [availability, errors],
    series: [
      [COUNT, {}, '0+60x60 3600+0x60'],
      [COUNT, { error_type: '401' }, '_x60 0+60x60'],
    ],
    asks: [
      [115, pagesOf(115), 1],
      [115, pagesOf(115, ',alertname="GenAICredentialsRejected"'), 1],
    ],
  },
  {
    title: 'name the provider that hangs, and not the one beside it',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x60 3600+0x40'],
      [COUNT, { gen_ai_provider_name: 'anthropic' }, '0+60x100'],
      [ACTIVE, {}, '2+0x60 60+60x40'],
      [ACTIVE, { gen_ai_provider_name: 'anthropic' }, '4+0x100'],
    ],
    asks: [
      [80, pagesOf(80, ',gen_ai_provider_name="openai"'), 1],
      [80, pagesOf(80, ',gen_ai_provider_name="anthropic"'), 0],
    ],
  },
  {
    title: 'tell two providers apart of which one fails',
    objectives: [availability],
    series: [
      [COUNT, {}, '0+60x100'],
      [COUNT, { gen_ai_provider_name: 'anthropic' }, '0+60x60 3600+0x40'],
      [
        COUNT,
        { gen_ai_provider_name: 'anthropic', error_type: '529' },
        '_x60 0+60x40',
      ],
    ],
    asks: [
      [95, pagesOf(95), 1],
      [95, pagesOf(95, ',gen_ai_provider_name="anthropic"'), 1],
    ],
  },
  {
    title: 'page for nobody when one of a hundred keys of callers is refused',
    objectives: [availability, errors],
    series: [
      [COUNT, {}, '0+594x180'],
      [COUNT, { error_type: '401' }, '0+6x180'],
    ],
    asks: [[175, pagesOf(175, ',alertname!="GenAISLOBurn"'), 0]],
  },
  {
    title: 'miss a target that is gone until it is back',
    objectives: [availability],
    series: [[COUNT, {}, '0+60x240 _x200 0+60x60']],
    asks: [
      [230, `count(${FIRING},alertname="GenAISLONoData"}) or vector(0)`, 0],
      [270, `count(${FIRING},alertname="GenAISLONoData"}) or vector(0)`, 1],
      [430, `count(${FIRING},alertname="GenAISLONoData"}) or vector(0)`, 1],
      [480, `count(${FIRING},alertname="GenAISLONoData"}) or vector(0)`, 0],
    ],
  },
];

describe('siblings of outages that were seen: rules', () => {
  for (const { title, objectives, series, asks } of CASES) {
    it(title, function () {
      assertAnswers(
        this,
        { service: 'app', objectives },
        series.map(([name, labels, values]) => ({
          series: `${name}${shown(labels)}`,
          values,
        })),
        asks.map(([at, expr, value]) => ({
          expr,
          eval_time: `${at}m`,
          exp_samples: [{ labels: '{}', value }],
        }))
      );
    }).timeout(120_000);
  }
});
