// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';

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
  this.timeout(30_000);
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
});
