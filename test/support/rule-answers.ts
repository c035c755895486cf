// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import type { ObjectivesInput } from '../../src/slo/objectives/objective-input.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';

/** Labels of a series of the process `a` of the job `app`, with others in their place. */
export function shown(labels: Readonly<Record<string, string>>): string {
  const all = {
    job: 'app',
    instance: 'a',
    gen_ai_provider_name: 'openai',
    gen_ai_request_model: 'm',
    ...labels,
  };
  const pairs = Object.entries(all).map(
    ([name, text]) => `${name}=${JSON.stringify(text)}`
  );
  return `{${pairs.join(',')}}`;
}

/** What promtool finds wrong, `undefined` where there is none. */
export function answers(
  input: ObjectivesInput,
  input_series: readonly object[],
  promql_expr_test: readonly object[]
): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'slo-rules-'));
  try {
    const rules = rulesOf(resolveObjectives(input));
    const files = rules.map(({ name, file }) => {
      const path = join(folder, `${name}.yml`);
      writeFileSync(path, JSON.stringify(file));
      return path;
    });
    const tests = join(folder, 'tests.yml');
    writeFileSync(
      tests,
      JSON.stringify({
        rule_files: files,
        evaluation_interval: '1m',
        group_eval_order: rules.flatMap(({ file }) =>
          file.groups.map(({ name }) => name)
        ),
        tests: [{ interval: '1m', input_series, promql_expr_test }],
      })
    );
    const { error, status, stdout, stderr } = spawnSync(
      'promtool',
      ['test', 'rules', tests],
      { encoding: 'utf8' }
    );
    if (error !== undefined) return undefined;
    return status === 0 ? '' : stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
