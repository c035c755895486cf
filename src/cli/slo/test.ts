// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, OUT, text, UsageError, type Command } from '../command.ts';
import { RULES, TESTS } from './rules.ts';

export const sloTest: Command = {
  name: 'slo test',
  summary:
    'Checks the rules and runs their tests with promtool: each alert must fire and resolve',
  options: {
    out: OUT,
    promtool: {
      type: 'string',
      default: 'promtool',
      value: 'PROGRAM',
      help: 'path of promtool 2.42 or later',
    },
  },
  run(values, { out, error }) {
    const folder = text(values, 'out');
    const promtool = text(values, 'promtool');
    const rules = filesOf(join(folder, 'rules'), RULES);
    const tests = filesOf(join(folder, 'tests'), TESTS);
    const checks: readonly (readonly string[])[] = [
      ['check', 'rules', '--lint-fatal', ...rules],
      // One by one, so that each result is printed as soon as it is known.
      ...tests.map(file => ['test', 'rules', file]),
    ];
    let failed = 0;
    for (const check of checks) {
      const {
        status,
        stdout,
        stderr,
        error: cannot,
      } = spawnSync(promtool, check, {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 ** 2,
      });
      if (cannot !== undefined) {
        throw new UsageError(
          `${promtool}: cannot be run (${(cannot as NodeJS.ErrnoException).code}). It comes with Prometheus; give its path with --promtool`
        );
      }
      const what =
        check[0] === 'check' ? `${rules.length} rule files` : check.at(-1);
      out(`${status === 0 ? '✔' : '✘'} ${what}\n`);
      if (status === 0) continue;
      failed++;
      error(stdout + stderr);
    }
    return failed === 0 ? EXIT.ok : EXIT.wrong;
  },
};

function filesOf(folder: string, ending: string): string[] {
  const names = existsSync(folder)
    ? readdirSync(folder).filter(name => name.endsWith(ending))
    : [];
  if (names.length === 0) {
    throw new UsageError(
      `${folder} has no *${ending}. Generate them with: otel-genai slo rules`
    );
  }
  return names.sort().map(name => join(folder, name));
}
