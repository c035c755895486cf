// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { install, root } from '../install.mjs';
import { program } from '../programs.mjs';

export const title =
  'Rules and their tests hold in Prometheus 3, whose ranges are open on the left and whose le is 2.0';
export const needs = ['promtool-3'];
export const onlyComputes = true;

const EITHER = { names: 'both' };

/** Objectives, and how their series come. The first has every kind of objective. */
const SAMPLES = [
  ['slo/slo.yaml', EITHER],
  ['examples/resilience/slo.yaml', EITHER],
  ['examples/config-file/slo.yaml', EITHER],
  ['examples/config-file/slo.yaml', { names: 'js', semconv: 'latest' }],
  ['examples/config-file/slo.yaml', { names: 'otlp' }],
];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { folder } = await install();
  const otelGenai = (...words) => {
    const { status, stdout, stderr } = spawnSync(
      join(folder, 'node_modules', '.bin', 'otel-genai'),
      ['slo', ...words],
      { encoding: 'utf8' }
    );
    assert.equal(status, 0, `${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const tested = out =>
    otelGenai('test', '--out', out, '--promtool', program('promtool-3'));

  const folders = SAMPLES.map(([sample, prometheus], index) => {
    const objectives = parse(readFileSync(join(root, sample), 'utf8'));
    const file = test.path('slo.yaml');
    const out = test.path(`slo-${index}`);
    writeFileSync(file, stringify({ ...objectives, prometheus }));
    otelGenai('rules', '--file', file, '--out', out, '--compat', '--sloth');
    tested(out);
    test.step(`${sample}, ${Object.values(prometheus).join(', ')}`);
    return out;
  });

  const [out] = folders;
  const respelled = spellBoundaries(join(out, 'tests'));
  assert.deepEqual(respelled.sort(), [
    '_windows.first-words.test.yml',
    '_windows.latency.test.yml',
    'first-words.test.yml',
    'latency.test.yml',
  ]);
  tested(out);
  test.step(`with the boundaries as it spells them: ${respelled.join(', ')}`);
}

/** Leaves the test files with boundaries that are whole numbers, spelled as after a scrape by Prometheus 3; their names. */
function spellBoundaries(folder) {
  return readdirSync(folder).filter(name => {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    const spelled = text.replaceAll(/(\ble=\\?"\d+)(?=\\?")/g, '$1.0');
    if (spelled === text) rmSync(path);
    else writeFileSync(path, spelled);
    return spelled !== text;
  });
}
