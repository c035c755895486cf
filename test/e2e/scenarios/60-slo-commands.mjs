// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { install } from '../install.mjs';
import { findProgram } from '../programs.mjs';

export const title = 'From an empty folder to tested rules: otel-genai slo';
export const needs = ['promtool'];

/** Every kind of objective, as `slo init` has them in its comments. */
const everyKind = sample => sample.replaceAll(/^ {2}# (?=[- ] )/gm, '  ');

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { folder } = await install();
  const cwd = test.path('empty');
  mkdirSync(cwd);
  const command = join(folder, 'node_modules', '.bin', 'otel-genai');
  const otelGenai = (...words) => {
    const { status, stdout, stderr } = spawnSync(command, words, {
      cwd,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };

  otelGenai('slo', 'init');
  otelGenai('slo', 'rules', '--compat', '--sloth');
  const tested = otelGenai('slo', 'test');
  assert.match(tested, /^✔ 6 rule files$/m);
  test.step('init, rules and test in an empty folder: promtool accepts all');

  const file = join(cwd, 'slo.yaml');
  writeFileSync(file, everyKind(readFileSync(file, 'utf8')));
  otelGenai('slo', 'rules');
  otelGenai('slo', 'test');
  test.step('and so with an objective of every kind');

  const untested = alertsIn(cwd, 'rules').filter(
    ({ file: name, alert }) =>
      !alertsIn(cwd, 'tests').some(
        found => found.file === name && found.alert === alert
      )
  );
  // Where nothing is told apart, no calls at all are a rate: that alert can have no test.
  assert.deepEqual(untested, [{ file: 'throughput', alert: 'GenAISLONoData' }]);
  test.step('each generated alert is fired and silenced by its tests');

  const { command: amtool, missing } = findProgram('amtool');
  if (missing) return test.skip(`the routes of Alertmanager: ${missing}`);
  const routes = join(cwd, 'slo', 'alertmanager.yml');
  const { status, stderr } = spawnSync(amtool, ['check-config', routes], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  test.step('amtool accepts the routes');
}

/** Alerts of the rules, or those that a test makes fire and be silent. */
function alertsIn(cwd, what) {
  const ending = what === 'rules' ? 'rules' : 'test';
  return [
    'availability',
    'latency',
    'errors',
    'first-words',
    'answer-question',
    'throughput',
    'spend',
    '_causes',
  ].flatMap(name => {
    const path = join(cwd, 'slo', what, `${name}.${ending}.yml`);
    const content = parse(readFileSync(path, 'utf8'));
    if (what === 'rules') {
      return content.groups
        .flatMap(({ rules }) => rules)
        .filter(({ alert }) => alert)
        .map(({ alert }) => ({ file: name, alert }));
    }
    const fired = new Map();
    for (const { promql_expr_test: expectations } of content.tests) {
      for (const { expr, exp_samples: samples } of expectations) {
        const [, alert] = /alertname="(\w+)"/.exec(expr);
        const seen = fired.get(alert) ?? new Set();
        fired.set(alert, seen.add(samples.length > 0));
      }
    }
    return [...fired]
      .filter(([, seen]) => seen.size === 2)
      .map(([alert]) => ({ file: name, alert }));
  });
}
