// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { EXPORTS } from '../../../src/slo/export/exports.ts';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import { findProgram } from '../programs.mjs';

export const title = 'Objectives in the formats of Sloth and OpenSLO';
export const onlyComputes = true;

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const objectives = names =>
    resolveObjectives({
      service: 'chat',
      prometheus: { names, selector: 'job=~"chat.*"' },
      objectives: [
        { name: 'availability', kind: 'availability', target: 99.9 },
        { name: 'errors', kind: 'errorRate', max: 5, page: false },
        { name: 'latency', kind: 'latency', threshold: '2s', target: 95 },
        {
          name: 'first-chunk',
          kind: 'latency',
          metric: 'time_to_first_chunk',
          threshold: '500ms',
          target: 99,
          match: { provider: 'openai', model: 'gpt-*', stream: true },
        },
        {
          name: 'answered',
          kind: 'availability',
          target: 99.5,
          source: 'operation',
        },
        { name: 'floor', kind: 'throughput', min: '10/min' },
        { name: 'spend', kind: 'cost', budget: 500 },
      ],
    });
  for (const names of ['js', 'otlp', 'both']) {
    checkSloth(test, objectives(names), names);
  }
  checkOpenSlo(test, objectives('both'));
}

function checkSloth(test, objectives, names) {
  const what = `sloth generate, names ${names}`;
  const { command, missing } = findProgram('sloth');
  if (missing) return test.skip(`${what}: ${missing}`);
  const [document] = EXPORTS.sloth(objectives).documents;
  const input = test.path(`sloth-${names}.yaml`);
  const rules = test.path(`sloth-${names}.rules.yaml`);
  writeFileSync(input, stringify(document, { lineWidth: 0 }));
  call(command, ['validate', '--input', input]);
  call(command, ['generate', '--input', input, '--out', rules]);
  test.step(`${what}: it validates, and makes rules of it`);

  const promtool = findProgram('promtool');
  if (promtool.missing) return test.skip(`${what}: ${promtool.missing}`);
  call(promtool.command, ['check', 'rules', '--lint-fatal', rules]);
  const file = test.path(`sloth-${names}.test.yaml`);
  writeFileSync(file, stringify(behaviour(rules, names)));
  call(promtool.command, ['test', 'rules', file]);
  test.step(
    `${what}: promtool accepts the rules; without failures the ratio is 0, with one call in ten failing it is that, and Sloth's page fires`
  );
}

/** Two jobs, by either name where both are asked for: two hours without a failure, then a tenth of the calls fail. */
function behaviour(rules, names) {
  const forms = { js: [''], otlp: ['_seconds'], both: ['', '_seconds'] }[names];
  const series = forms.flatMap((unit, index) => {
    const labels = `job="chat${index}",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4.1"`;
    const name = `gen_ai_client_operation_duration${unit}`;
    return [
      [`${name}_count{${labels}}`, '0+54x360'],
      [`${name}_bucket{${labels},le="2.0"}`, '0+27x360'],
      [`${name}_count{${labels},error_type="500"}`, '_x120 0+6x240'],
      // Neither good nor bad.
      [`${name}_count{${labels},error_type="401"}`, '0+60x360'],
    ];
  });
  const ratio = slo => `slo:sli_error:ratio_rate5m{sloth_slo="${slo}"}`;
  const valueAt = (eval_time, slo, value) => ({
    eval_time,
    expr: `round(sum(${ratio(slo)}), 0.001)`,
    exp_samples: [{ labels: '{}', value }],
  });
  return {
    rule_files: [rules],
    evaluation_interval: '1m',
    // Sloth's alerts read what its other groups record, which promtool runs in any order.
    group_eval_order: parseGroups(rules),
    tests: [
      {
        interval: '1m',
        input_series: series.map(([name, values]) => ({
          series: name,
          values,
        })),
        promql_expr_test: [
          valueAt('60m', 'availability', 0),
          valueAt('300m', 'availability', 0.1),
          valueAt('300m', 'latency', 0.5),
          {
            eval_time: '300m',
            expr: 'count(ALERTS{alertname="GenAISLOBurn",slo="availability",severity="page"})',
            exp_samples: [{ labels: '{}', value: 1 }],
          },
        ],
      },
    ],
  };
}

function parseGroups(rules) {
  const { groups } = parse(readFileSync(rules, 'utf8'));
  return groups.map(({ name }) => name);
}

function checkOpenSlo(test, objectives) {
  const what = 'oslo validate';
  const { command, missing } = findProgram('oslo');
  if (missing) return test.skip(`${what}: ${missing}`);
  const { documents } = EXPORTS.openslo(objectives);
  const file = test.path('openslo.yaml');
  const write = changed =>
    writeFileSync(
      file,
      changed
        .map(document => stringify(document, { lineWidth: 0 }))
        .join('---\n')
    );
  // The specification has objects with alertPolicyRef there; oslo 0.12, the newest to be had, is older and has names.
  write(
    documents.map(document =>
      document.kind === 'SLO'
        ? {
            ...document,
            spec: {
              ...document.spec,
              alertPolicies: document.spec.alertPolicies.map(
                ({ alertPolicyRef }) => alertPolicyRef
              ),
            },
          }
        : document
    )
  );
  call(command, ['validate', '-f', file]);
  test.step(
    `${what}: ${documents.length} documents are valid, but for how an SLO refers to its alert policies, which oslo has older`
  );
  // That it looks at all.
  write([{ ...documents[0], metadata: {} }]);
  const { status } = spawnSync(command, ['validate', '-f', file]);
  assert.notEqual(status, 0);
}

function call(command, words) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${command} ${words.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}
