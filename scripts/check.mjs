// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Everything that CI checks besides the tests: `npm run check [-- step ...]`.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/** In this order: what needs dist/ comes after the build. */
const steps = {
  build: ['node', 'scripts/build.mjs'],
  lint: ['eslint', '.', '--max-warnings', '0'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  types: ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  files: ['node', 'scripts/check-files.mjs'],
  docs: ['node', '--import', 'tsx', 'scripts/docs.ts', '--check'],
  unused: ['knip', '--no-progress'],
  package: ['node', 'scripts/check-package.mjs'],
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  console.error(
    `No such step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(' ')}`
  );
  process.exit(2);
}

/** Runs one command; what it said comes back, so that steps that pass stay one line. */
function run([command, ...args]) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', error => resolve({ passed: false, output: `${error}` }));
    child.on('close', code => resolve({ passed: code === 0, output }));
  });
}

const failed = [];
for (const [name, command] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const start = performance.now();
  const { passed, output } = await run(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${passed ? '✔' : '✖'} ${name} (${seconds} s)`);
  if (passed) continue;
  failed.push(name);
  console.log(`${output.trimEnd()}\n`);
}
if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
