// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { program } from './programs.mjs';
import { startPrometheus } from './servers/prometheus.mjs';

/**
 * A Prometheus that has the past: samples, and the recording rules of some groups over them.
 *
 * @param {import('./scenario.mjs').Scenario} test
 * @param {object} past
 * @param {string} past.metrics file in the format of OpenMetrics
 * @param {readonly object[]} past.groups groups of rules, in their order
 * @param {number} past.start seconds of the epoch
 * @param {number} past.end seconds of the epoch
 */
export async function startWithPast(test, { metrics, groups, start, end }) {
  const promtool = program('promtool');
  const data = test.path('data');
  await runs(promtool, [
    // One block: promtool reads the whole file for each.
    ...['tsdb', 'create-blocks-from', '--max-block-duration=1536h'],
    ...['openmetrics', metrics, data],
  ]);
  const flags = [
    '--storage.tsdb.retention.time=60d',
    // Blocks of rules lie over those of the calls.
    '--storage.tsdb.min-block-duration=2h',
  ];
  const rules = groups.flatMap(group =>
    group.rules.map(rule => ({ ...group, rules: [rule] }))
  );
  // A rule does not see what another one makes in the same go, nor Prometheus what was made beside it.
  for (const [index, group] of rules.entries()) {
    const prometheus = await startPrometheus(test, { config: {}, data, flags });
    const file = test.path(`past-${index}.yml`);
    writeFileSync(file, stringify({ groups: [group] }));
    await runs(promtool, [
      'tsdb',
      'create-blocks-from',
      'rules',
      `--url=${prometheus.url}`,
      `--start=${start}`,
      `--end=${end}`,
      `--output-dir=${data}`,
      file,
    ]);
    await prometheus.stop();
  }
  return startPrometheus(test, { config: {}, data, flags });
}

async function runs(command, words) {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', text => (stderr += text));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `${words.join(' ')}\n${stderr}`);
}
