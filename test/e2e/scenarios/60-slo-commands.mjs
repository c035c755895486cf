// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { install } from '../install.mjs';
import { findProgram } from '../programs.mjs';

export const title = 'From an empty folder to tested rules: otel-genai slo';
export const needs = ['promtool'];
export const onlyComputes = true;

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
  assert.match(tested, /^✔ 7 rule files$/m);
  test.step('init, rules and test in an empty folder: promtool accepts all');

  const file = join(cwd, 'slo.yaml');
  writeFileSync(file, everyKind(readFileSync(file, 'utf8')));
  otelGenai('slo', 'rules');
  otelGenai('slo', 'test');
  test.step('and so with an objective of every kind');

  const untested = FILES.flatMap(name => untestedAlerts(cwd, name));
  assert.deepEqual(untested, []);
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

const FILES = [
  'availability',
  'latency',
  'errors',
  'first-words',
  'answer-question',
  'throughput',
  'spend',
  '_causes',
];

/** Alerts of one file of rules, each with its severity, that its tests do not make fire, or do not make be silent. */
function untestedAlerts(cwd, name) {
  const alerts = parse(
    readFileSync(join(cwd, 'slo', 'rules', `${name}.rules.yml`), 'utf8')
  )
    .groups.flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert);
  const expectations = ['', '_windows.'].flatMap(part => {
    const path = join(cwd, 'slo', 'tests', `${part}${name}.test.yml`);
    return existsSync(path)
      ? parse(readFileSync(path, 'utf8')).tests.flatMap(
          ({ promql_expr_test }) => promql_expr_test
        )
      : [];
  });
  return alerts
    .filter(({ alert, labels: { severity } }) => {
      const alone = alerts.filter(other => other.alert === alert).length === 1;
      const about = expectations
        .filter(({ expr }) => expr.includes(`alertname="${alert}"`))
        .map(({ expr, exp_samples: samples }) => ({
          of: /severity="(\w+)"/.exec(expr)?.[1],
          fires: samples.length > 0,
        }));
      // One that names no severity is silent in all of them, and fires in whichever.
      const fires = about.some(
        ({ of, fires }) => fires && (of === severity || alone)
      );
      const silent = about.some(
        ({ of, fires }) => !fires && (of === undefined || of === severity)
      );
      return !fires || !silent;
    })
    .map(({ alert, labels }) => `${name}: ${alert} ${labels.severity}`);
}
