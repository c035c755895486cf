// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { program } from '../programs.mjs';

export const title =
  'What alerts on lifetime gauges and rates of errors get wrong, ours get right';
export const needs = ['promtool'];
export const onlyComputes = true;

const OBJECTIVES = {
  service: 'chat',
  prometheus: { names: 'js' },
  objectives: [
    { name: 'availability', kind: 'availability', target: 99.9 },
    { name: 'latency', kind: 'latency', threshold: '2s', target: 99 },
    // Beside an availability of the same calls it would make tickets: one outage is one page.
    { name: 'errors', kind: 'errorRate', max: 0.1, page: true },
  ],
};

const COUNT = 'gen_ai_client_operation_duration_count';
const BUCKET = 'gen_ai_client_operation_duration_bucket';
const TARGET = 'job="a",gen_ai_provider_name="p",gen_ai_request_model="m"';

const good = values => ({ series: `${COUNT}{${TARGET}}`, values });
const failed = (errorType, values) => ({
  series: `${COUNT}{${TARGET},error_type="${errorType}"}`,
  values,
});
const within = (boundary, values) => ({
  series: `${BUCKET}{${TARGET},le="${boundary}"}`,
  values,
});

const firing = (name, slo, more = '') =>
  `count(ALERTS{alertstate="firing",alertname="${name}"${slo ? `,slo="${slo}"` : ''}${more}})`;
const page = slo => firing('GenAISLOBurn', slo, ',severity="page"');

/** Which rules a case is about, what the application does, and what holds when: a number, or `null` for nothing. */
const CASES = [
  {
    name: 'a total outage after a day of good traffic pages within four minutes',
    rules: 'availability',
    series: [
      good('0+600x1440 864000+0x30'),
      failed('500', '0+0x1440 600+600x30'),
    ],
    expect: [
      [page('availability'), '1440m', null],
      [page('availability'), '1444m', 1],
    ],
  },
  {
    name: 'one failure after a restart is silent',
    rules: 'availability',
    series: [
      good('0 0 0 1 1 2 2 3 3 4 4 5 5'),
      failed('500', '0 1 1 1 1 1 1 1 1 1 1 1 1'),
    ],
    expect: [
      [firing('GenAISLOBurn', 'availability'), '5m', null],
      [firing('GenAISLOBurn', 'availability'), '12m', null],
    ],
  },
  {
    name: 'an hour of slow answers after a million fast ones pages',
    rules: 'latency',
    series: [
      good('1000000+0x5 1000060+60x60'),
      within('2', '1000000+0x65'),
      within('10', '1000000+0x5 1000060+60x60'),
    ],
    expect: [[page('latency'), '30m', 1]],
  },
  {
    name: 'a slow time that is over does not go on to fire',
    rules: 'latency',
    series: [
      good('0+900x10 9100+100x9 10060+60x900'),
      within('2', '0+900x10 9000+0x9 9060+60x900'),
    ],
    expect: [
      ['sum(round(genai_slo:error_ratio:5m{slo="latency"}))', '18m', 1],
      [firing('GenAISLOBurn', 'latency'), '915m', null],
    ],
  },
  {
    name: '0.01 % failing at 200 requests a second is silent',
    rules: 'errors',
    series: [good('0+11998.8x600'), failed('500', '0+1.2x600')],
    expect: [
      [firing('GenAISLOBurn', 'errors'), '20m', null],
      [firing('GenAISLOBurn', 'errors'), '590m', null],
    ],
  },
  {
    name: 'one request in two minutes, all failing, pages',
    rules: 'errors',
    series: [
      failed(
        '500',
        `0 ${Array.from({ length: 30 }, (_, n) => `${n + 1} ${n + 1}`).join(' ')}`
      ),
    ],
    expect: [[page('errors'), '30m', 1]],
  },
  {
    name: 'failures of ten types add up',
    rules: 'errors',
    series: [
      good('0+980x60'),
      ...Array.from({ length: 10 }, (_, n) => failed(`type_${n}`, '0+2x60')),
    ],
    expect: [[page('errors'), '50m', 1]],
  },
  {
    name: '4 % failing pages, all failing is a spent budget, and overspending is not hidden',
    rules: 'availability',
    // 30 days of 1000 calls a minute allow 43,200 failures: spent after 1080 minutes, 11 % overspent after 1200.
    series: [good('0+960x1300'), failed('500', '0+40x1300')],
    expect: [
      [page('availability'), '30m', 1],
      [firing('GenAISLOBudgetExhausted', 'availability'), '1000m', null],
      [firing('GenAISLOBudgetExhausted', 'availability'), '1200m', 1],
      [
        'sum(round(100 * genai_slo:error_budget_remaining:ratio))',
        '1200m',
        -11,
      ],
    ],
  },
  {
    name: 'a budget that is more than half spent is said',
    rules: 'availability',
    // Half of 43,200 failures after 720 minutes, all of them after 1440.
    series: [good('0+970x1100'), failed('500', '0+30x1100')],
    expect: [
      [firing('GenAISLOBudgetHalfSpent', 'availability'), '600m', null],
      [firing('GenAISLOBudgetHalfSpent', 'availability'), '1000m', 1],
      [firing('GenAISLOBudgetExhausted', 'availability'), '1000m', null],
    ],
  },
  {
    name: 'five requests a minute that all time out page, and say why',
    rules: ['errors', '_causes'],
    series: [failed('timeout', '0+5x60')],
    expect: [
      [page('errors'), '20m', 1],
      [firing('GenAITimeouts'), '20m', 1],
    ],
  },
  {
    name: 'refused credentials are no failure of the provider, and page by themselves',
    rules: ['availability', '_causes'],
    series: [good('0+30x120'), failed('401', '0+30x120')],
    expect: [
      [firing('GenAISLOBurn', 'availability'), '100m', null],
      ['sum(genai_slo:error_ratio:1h{slo="availability"})', '100m', 0],
      [firing('GenAICredentialsRejected'), '100m', 1],
    ],
  },
  {
    name: 'the window weighs by requests: a busy day and a quiet night',
    rules: 'availability',
    series: [
      good('0+1199.88x959 1151884.8+1.14x479'),
      failed('500', '0+0.12x959 115.2+0.06x479'),
    ],
    expect: [
      ['sum(round(genai_slo:error_ratio:30d * 1e6))', '1438m', 125],
      // 144 failures of the 34,600 that thirty such days allow.
      [
        'sum(round(100 * genai_slo:error_budget_remaining:ratio))',
        '1438m',
        100,
      ],
    ],
  },
];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { resolveObjectives } =
    await import('../../../src/slo/objectives/resolve.ts');
  const { rulesOf } = await import('../../../src/slo/rules/rules.ts');
  const rules = new Map(
    rulesOf(resolveObjectives(OBJECTIVES)).map(({ name, file }) => [name, file])
  );
  for (const [name, file] of rules) {
    writeFileSync(test.path(`${name}.yml`), stringify(file));
  }
  for (const [
    index,
    { name, rules: used, series, expect },
  ] of CASES.entries()) {
    const names = [used].flat();
    const file = test.path(`case-${index}.test.yml`);
    writeFileSync(
      file,
      stringify({
        rule_files: names.map(one => `${one}.yml`),
        evaluation_interval: '1m',
        group_eval_order: names.flatMap(one =>
          rules.get(one).groups.map(group => group.name)
        ),
        tests: [
          {
            name,
            interval: '1m',
            input_series: series,
            promql_expr_test: expect.map(([expr, at, value]) => ({
              expr,
              eval_time: at,
              exp_samples: value === null ? [] : [{ labels: '{}', value }],
            })),
          },
        ],
      })
    );
    const { status, stdout, stderr } = spawnSync(
      program('promtool'),
      ['test', 'rules', file],
      { encoding: 'utf8' }
    );
    assert.equal(status, 0, `${name}\n${stdout}${stderr}`);
    test.step(name);
  }
}
