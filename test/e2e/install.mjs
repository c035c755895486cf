// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// One folder for all scenarios: the package installed as the README says, and applications beside it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pack } from '../matrix/install.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'genai-e2e-'));

/** @type {Promise<{ folder: string, packages: string[] }> | undefined} */
let installed;

/** The folder, and what the README's line installs into it besides our package. */
export function install() {
  return (installed ??= run());
}

export function uninstall() {
  rmSync(folder, { recursive: true, force: true });
}

/** With the packed package in place of the published one. */
async function run() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, rest] =
    /npm install opentelemetry-instrumentation-genai( @opentelemetry\/sdk-node.*)$/m.exec(
      readme
    ) ?? [];
  assert.ok(rest, 'the README has an install line');
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const packages = rest.trim().split(/\s+/);
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await promisify(execFile)(
    'npm',
    ['install', pack(folder), ...packages, ...flags],
    {
      cwd: folder,
    }
  );
  for (const apps of ['test/fixtures/apps', 'test/e2e/apps']) {
    cpSync(join(root, apps), folder, { recursive: true });
  }
  return { folder, packages };
}
