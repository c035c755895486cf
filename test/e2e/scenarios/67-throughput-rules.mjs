// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { install } from '../install.mjs';

export const title =
  'Tests of the rules of a throughput, which counts minutes, at targets from 20 to 99.99';
export const needs = ['promtool'];
export const onlyComputes = true;

/** Where the tests of a budget change their shape, and between. */
const TARGETS = [99.99, 99.9, 99.5, 99.3, 99, 98, 97, 95, 90, 80, 65, 50, 20];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { folder } = await install();
  const command = join(folder, 'node_modules', '.bin', 'otel-genai');
  const cwd = test.path('throughput');
  mkdirSync(cwd);
  writeFileSync(
    join(cwd, 'slo.yaml'),
    stringify({
      service: 'chat',
      objectives: TARGETS.map(target => ({
        name: `at-least-${target}`,
        kind: 'throughput',
        min: '10/min',
        target,
      })),
    })
  );
  for (const words of ['rules', 'test']) {
    const { status, stdout, stderr } = spawnSync(command, ['slo', words], {
      cwd,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
  }
  test.step(
    `promtool fires and silences the alerts of ${TARGETS.length} targets`
  );
}
