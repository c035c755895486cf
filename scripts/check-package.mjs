// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Packs the package once, and looks at what a user would install: its shape
// (publint), its types in every module kind (attw), its size (the budget).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.cache', 'pack');

function pack() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // The scripts of the package would build it again.
  const answer = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
  );
  return JSON.parse(answer)[0];
}

function passes(command, args) {
  const { status, stdout, stderr } = spawnSync(
    join(root, 'node_modules', '.bin', command),
    args,
    { cwd: root, encoding: 'utf8' }
  );
  if (status === 0) return true;
  console.error(`${command}\n${stdout}${stderr}`);
  return false;
}

function isWithinBudget(packed) {
  const budget = JSON.parse(
    readFileSync(join(root, 'bench', 'package-budget.json'), 'utf8')
  );
  const { dependencies = {} } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8')
  );
  const actual = {
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    files: packed.entryCount,
    dependencies: Object.keys(dependencies).length,
  };
  const over = Object.keys(budget).filter(key => !(actual[key] <= budget[key]));
  for (const key of over) {
    console.error(
      `${key}: ${actual[key]} is over the budget of ${budget[key]} in bench/package-budget.json`
    );
  }
  return over.length === 0;
}

const packed = pack();
const tarball = join(folder, packed.filename);
const results = [
  passes('publint', ['run', tarball, '--strict', '--pack', 'false']),
  // node16: whoever resolves by the older algorithm has no `exports` and is not supported.
  passes('attw', [tarball, '--profile', 'node16', '--no-color']),
  isWithinBudget(packed),
];
if (results.includes(false)) process.exitCode = 1;
