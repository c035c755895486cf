// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// node examples/resilience/check.mjs [NAME ...]: runs the examples, and says how much of what is promised of them is so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(`${folder}node_modules/cockatiel`)) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  assert.equal(status, 0, 'npm ci');
}
const { names, play } = await import('./play.mjs');
const asked = process.argv.slice(2);
const unknown = asked.filter(name => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No such example: ${unknown}. There are ${names.join(', ')}.`);
  process.exit(2);
}

let passed = 0;
let failed = 0;

for (const name of asked.length > 0 ? asked : names) {
  const { runs } = await import(`./checks/${name}.mjs`);
  for (const run of runs) await check(name, run);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Plays an example once, and looks at all that it left behind. */
async function check(name, { environment, expect }) {
  const played = await play(name, { environment, silent: true });
  for (const [what, look] of Object.entries(expect)) {
    try {
      look(played);
      passed++;
    } catch (error) {
      failed++;
      console.log(`✖ ${name}: ${what}\n${error.message}\n`);
    }
  }
}
