// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
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

/** The exit statuses with which promtool refuses a file: an error, and a finding of its linter. */
const REFUSED: readonly (number | null)[] = [1, 3];

/**
 * Runs promtool in a folder that holds the given files, by their names. Skips the test where there is no promtool.
 *
 * promtool knows no clock and no Node.js: the same version accepts the same files. What it accepted is noted in
 * `.cache/promtool`, so that the tests on the next version of Node.js only ask about files that differ there.
 *
 * @returns what it wrote of files that it refused; `undefined` for files that it accepted
 */
export function refusalOf(
  test: Mocha.Context,
  args: readonly string[],
  files: Readonly<Record<string, object>>
): string | undefined {
  if (version === undefined) test.skip();
  // JSON is YAML.
  const texts = Object.entries(files).map(
    ([name, content]) => [name, JSON.stringify(content)] as const
  );
  const asked = JSON.stringify([version, args, texts]);
  const note = join(cache, createHash('sha256').update(asked).digest('hex'));
  if (existsSync(note)) return undefined;
  const { status, output } = run(args, texts);
  if (REFUSED.includes(status)) return output;
  assert.equal(status, 0, output);
  mkdirSync(cache, { recursive: true });
  writeFileSync(note, '');
  return undefined;
}

/** Fails the test unless promtool accepts the files. */
export function assertAccepted(...asked: Parameters<typeof refusalOf>): void {
  const refusal = refusalOf(...asked);
  assert.ok(refusal === undefined, refusal);
}

/** Fails the test unless promtool finds that the rules, whose groups are evaluated in their order, pass these tests. */
export function assertTestsPass(
  test: Mocha.Context,
  rules: readonly RuleFile[],
  tests: readonly object[],
  evaluation_interval = '1m'
): void {
  const files = filesOf(rules);
  const group_eval_order = rules.flatMap(({ file }) =>
    file.groups.map(({ name }) => name)
  );
  assertAccepted(test, ['test', 'rules', 'test.yml'], {
    ...files,
    'test.yml': {
      rule_files: Object.keys(files),
      evaluation_interval,
      group_eval_order,
      tests,
    },
  });
}

/** Files of rules by their names. */
export function filesOf(rules: readonly RuleFile[]): Record<string, object> {
  return Object.fromEntries(
    rules.map(({ name, file }) => [`${name}.yml`, file])
  );
}

function run(
  args: readonly string[],
  texts: readonly (readonly [name: string, text: string])[]
): { readonly status: number | null; readonly output: string } {
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
