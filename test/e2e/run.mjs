// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run test:e2e [-- name ...]`: the package in real applications, with the real programs that people put behind it.
// A scenario is a file of scenarios/, started in the order of their names; those that only compute, without a server
// or a clock, run in a process beside the others. What a machine has not got is skipped, and said at the end.
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { register } from 'tsx/esm/api';

register();
const { Scenario } = await import('./scenario.mjs');
const { findProgram } = await import('./programs.mjs');
const { uninstall } = await import('./install.mjs');

/** The first argument of the process of the scenarios that only compute. */
const BESIDE = '--beside';

const beside = process.argv[2] === BESIDE;
const wanted = process.argv.slice(beside ? 3 : 2);
const names = readdirSync(new URL('scenarios/', import.meta.url))
  .filter(file => file.endsWith('.mjs'))
  .map(file => file.slice(0, -'.mjs'.length))
  .filter(
    name => wanted.length === 0 || wanted.some(part => name.includes(part))
  )
  .sort();

const totals = { passed: 0, failed: 0, skipped: [] };
/** @type {ReturnType<typeof playBeside> | undefined} */
let others;
try {
  const scenarios = await Promise.all(
    names.map(async name => ({
      name,
      ...(await import(`./scenarios/${name}.mjs`)),
    }))
  );
  const here = scenarios.filter(({ onlyComputes }) => beside || !onlyComputes);
  if (here.length < scenarios.length) {
    others = playBeside(scenarios.filter(one => !here.includes(one)));
  }
  for (const scenario of here) await play(scenario);
  await others?.ended();
} finally {
  others?.child.kill();
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
}
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

/**
 * Starts these scenarios in a process of their own. `ended` waits for it, prints what they said, and adds their results to
 * those of this process.
 */
function playBeside(scenarios) {
  const child = fork(
    new URL(import.meta.url),
    [BESIDE, ...scenarios.map(({ name }) => name)],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }
  );
  // Those in this process have deadlines.
  setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', part => parts.push(part));
  }
  let results;
  child.on('message', message => (results = message));
  const closed = new Promise(resolve => child.once('close', resolve));
  const ended = async () => {
    await closed;
    process.stdout.write(Buffer.concat(parts));
    if (results === undefined) {
      console.log('✖ The process of the scenarios that only compute failed');
    }
    totals.passed += results?.passed ?? 0;
    totals.failed += results?.failed ?? 1;
    totals.skipped.push(...(results?.skipped ?? []));
  };
  return { child, ended };
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
