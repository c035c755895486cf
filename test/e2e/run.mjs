// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run test:e2e [-- name ...]`: the package in real applications, with the real programs that people put behind it.
// A scenario is a file of scenarios/, started in the order of their names. What a machine has not got is skipped, and
// said at the end.
import { readdirSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const { Scenario } = await import('./scenario.mjs');
const { findProgram } = await import('./programs.mjs');
const { uninstall } = await import('./install.mjs');

const wanted = process.argv.slice(2);
const names = readdirSync(new URL('scenarios/', import.meta.url))
  .filter(file => file.endsWith('.mjs'))
  .map(file => file.slice(0, -'.mjs'.length))
  .filter(
    name => wanted.length === 0 || wanted.some(part => name.includes(part))
  )
  .sort();

const totals = { passed: 0, failed: 0, skipped: [] };
try {
  for (const name of names) await play(name);
} finally {
  uninstall();
}

console.log(
  totals.skipped.length === 0 ? '\nNothing was skipped.' : '\nNot tried:'
);
for (const what of totals.skipped) console.log(`SKIPPED ${what}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

/** A scenario exports its title, the programs that it cannot do without, and its default function. */
async function play(name) {
  const {
    title,
    needs = [],
    default: run,
  } = await import(`./scenarios/${name}.mjs`);
  console.log(`\n${title}`);
  const test = new Scenario(name);
  const start = performance.now();
  try {
    const missing = needs.map(need => findProgram(need).missing).find(Boolean);
    if (missing) test.skip(`${title}: ${missing}`);
    else await run(test);
  } catch (error) {
    totals.failed++;
    console.log(`✖ ${title}\n${error.stack}`);
    test.showLogs();
  } finally {
    await test.end();
  }
  totals.passed += test.steps;
  totals.skipped.push(...test.skipped);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`  (${seconds} s)`);
}
