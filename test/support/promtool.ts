// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../.cache/promtool/', import.meta.url));

/** The first line of `promtool --version`, `undefined` where there is no promtool. */
const version = spawnSync('promtool', ['--version'], {
  encoding: 'utf8',
}).stdout?.split('\n', 1)[0];

/** A file of rules, named without its ending. */
export interface RuleFile {
  readonly name: string;
  readonly file: { readonly groups: readonly { readonly name: string }[] };
}

/** An exit status of promtool, and what it wrote. */
export interface Verdict {
  readonly status: number | null;
  readonly output: string;
}

/**
 * Runs promtool in a folder that holds the given files, by their names. Skips the test where there is no promtool.
 *
 * promtool knows no clock and no Node.js: the same version says the same of the same files. What it said is kept in
 * `.cache/promtool`, so that the tests on the next version of Node.js only ask about files that differ there.
 */
export function promtool(
  test: Mocha.Context,
  args: readonly string[],
  files: Readonly<Record<string, object>>
): Verdict {
  if (version === undefined) test.skip();
  // JSON is YAML.
  const texts = Object.entries(files).map(
    ([name, content]) => [name, JSON.stringify(content)] as const
  );
  const asked = JSON.stringify([version, args, texts]);
  const kept = join(cache, createHash('sha256').update(asked).digest('hex'));
  return verdictIn(kept) ?? keep(kept, run(args, texts));
}

/** Fails the test unless promtool accepts the files. */
export function accepts(...asked: Parameters<typeof promtool>): void {
  const { status, output } = promtool(...asked);
  assert.equal(status, 0, output);
}

/** The files `test.yml`, with these tests, and those of the rules, whose groups are evaluated in their order. */
export function rulesAndTests(
  rules: readonly RuleFile[],
  tests: readonly object[],
  evaluation_interval = '1m'
): Record<string, object> {
  const test = {
    rule_files: rules.map(({ name }) => `${name}.yml`),
    evaluation_interval,
    group_eval_order: rules.flatMap(({ file }) =>
      file.groups.map(({ name }) => name)
    ),
    tests,
  };
  return {
    ...Object.fromEntries(rules.map(({ name, file }) => [`${name}.yml`, file])),
    'test.yml': test,
  };
}

function run(
  args: readonly string[],
  texts: readonly (readonly [name: string, text: string])[]
): Verdict {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    for (const [name, text] of texts) writeFileSync(join(folder, name), text);
    const { error, status, stdout, stderr } = spawnSync('promtool', args, {
      cwd: folder,
      encoding: 'utf8',
    });
    if (error !== undefined) throw error;
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdictIn(path: string): Verdict | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Verdict;
  } catch {
    return undefined;
  }
}

/** Renames a finished file, because groups of tests run beside each other. */
function keep(path: string, verdict: Verdict): Verdict {
  // Ended by a signal: no verdict.
  if (verdict.status === null) return verdict;
  mkdirSync(cache, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(verdict));
  renameSync(unfinished, path);
  return verdict;
}
