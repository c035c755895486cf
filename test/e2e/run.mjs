// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run test:e2e [-- name ...]`: the package in real applications, with the real programs that people put behind it.
// A scenario is a file of scenarios/, started in the order of their names; those that only compute, without a server
// or a clock, run in a process beside the others. What a machine has not got is skipped, and said at the end.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const { Scenario } = await import('./scenario.mjs');
const { findProgram } = await import('./programs.mjs');
const { uninstall } = await import('./install.mjs');

const wanted = process.argv.slice(2);
/** Whether this is the process of the scenarios that only compute. */
const beside = process.send !== undefined;
const names = readdirSync(new URL('scenarios/', import.meta.url))
  .filter(file => file.endsWith('.mjs'))
  .map(file => file.slice(0, -'.mjs'.length))
  .filter(
    name => wanted.length === 0 || wanted.some(part => name.includes(part))
  )
  .sort();
const scenarios = await Promise.all(
  names.map(async name => ({
    name,
    ...(await import(`./scenarios/${name}.mjs`)),
  }))
);

const totals = { passed: 0, failed: 0, skipped: [] };
const here = scenarios.filter(({ onlyComputes }) => beside || !onlyComputes);
const others = scenarios.filter(scenario => !here.includes(scenario));
try {
  const end = others.length > 0 ? playBeside(others) : undefined;
  for (const scenario of here) await play(scenario);
  await end?.();
} finally {
  uninstall();
}

if (beside) {
  process.send(totals);
  process.disconnect();
} else {
  console.log(
    totals.skipped.length === 0 ? '\nNothing was skipped.' : '\nNot tried:'
  );
  for (const what of totals.skipped) console.log(`SKIPPED ${what}`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
}

/** Starts them; what is returned waits for their end, prints what they said and adds up. */
function playBeside(others) {
  const child = fork(
    new URL(import.meta.url),
    others.map(({ name }) => name),
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }
  );
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', part => parts.push(part));
  }
  let theirs;
  child.on('message', message => (theirs = message));
  const closed = once(child, 'close');
  return async () => {
    const [code, signal] = await closed;
    process.stdout.write(Buffer.concat(parts));
    if (theirs === undefined || code !== 0) {
      totals.failed++;
      console.log(`✖ The scenarios beside ended with ${signal ?? code}`);
    }
    totals.passed += theirs?.passed ?? 0;
    totals.failed += theirs?.failed ?? 0;
    totals.skipped.push(...(theirs?.skipped ?? []));
  };
}

/** A scenario exports its title, the programs that it cannot do without, and its default function. */
async function play({ name, title, needs = [], default: run }) {
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
