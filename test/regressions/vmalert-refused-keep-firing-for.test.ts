// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';
import { assertTestsPass } from '../support/promtool.ts';

const objectives = resolveObjectives({
  service: 'chat',
  window: 'month',
  exclude: [{ cron: '0 2 * * sun', duration: '2h', timeZone: 'Europe/Berlin' }],
  objectives: [
    { name: 'a', kind: 'availability', target: 99.9 },
    { name: 'l', kind: 'latency', threshold: '2s', target: 99 },
    { name: 't', kind: 'throughput', min: '4/h', groupBy: ['model'] },
    { name: 'c', kind: 'cost', budget: 5 },
  ],
});

describe('rules for a vmalert before 1.92', function () {
  this.timeout(120_000);
  const options = { keepFiring: false, sloth: true, compat: true };
  const rules = rulesOf(objectives, options);

  it('have no keep_firing_for, and all other alerts and records', () => {
    const names = (of: typeof rules) =>
      of.flatMap(({ file }) =>
        file.groups.flatMap(group =>
          group.rules.map(rule => ('alert' in rule ? rule.alert : rule.record))
        )
      );
    const usual = rulesOf(objectives, { sloth: true, compat: true });
    assert.match(JSON.stringify(usual), /keep_firing_for/);
    assert.doesNotMatch(JSON.stringify(rules), /keep_firing_for/);
    assert.deepEqual(names(rules), names(usual));
  });

  it('are accepted by it', function () {
    const folder = mkdtempSync(join(tmpdir(), 'genai-vmalert-'));
    try {
      for (const { name, file } of rules) {
        writeFileSync(join(folder, `${name}.yml`), JSON.stringify(file));
      }
      const { error, status, stderr, stdout } = spawnSync(
        'vmalert',
        ['-dryRun', `-rule=${join(folder, '*.yml')}`],
        { encoding: 'utf8' }
      );
      if (error !== undefined) this.skip();
      assert.equal(status, 0, stdout + stderr);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('keep a page between two bursts of one outage, and end it an hour later', function () {
    const made = rulesOf(
      resolveObjectives({
        service: 'chat',
        prometheus: { names: 'js' },
        objectives: [{ name: 'a', kind: 'availability', target: 99.9 }],
      }),
      { keepFiring: false }
    );
    const pages = (minute: number, long: string, value: number) => ({
      expr: `count(ALERTS{alertstate="firing",alertname="GenAISLOBurn",severity="page",long="${long}"}) or vector(0)`,
      eval_time: `${minute}m`,
      exp_samples: [{ labels: '{}', value }],
    });
    const series = (type: string, values: string) => ({
      series: `gen_ai_client_operation_duration_count{job="chat",instance="a",gen_ai_provider_name="openai",gen_ai_request_model="m"${type}}`,
      values,
    });
    const tests = [
      {
        interval: '1m',
        input_series: [
          series('', '0+600x300'),
          // Ten minutes from minute 120 on, and ten more from minute 160 on.
          series(
            ',error_type="500"',
            '0+0x119 0+600x9 6000+0x30 6000+600x9 12000+0x130'
          ),
        ],
        promql_expr_test: [
          pages(119, '1h', 0),
          ...[125, 145, 157, 165, 200].map(at => pages(at, '1h', 1)),
          pages(240, '1h', 0),
          ...[125, 157, 200, 250].map(at => pages(at, '6h', 0)),
        ],
      },
    ];
    assertTestsPass(this, made, tests);
  });
});
