// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Runs the tests in groups, each in a process of its own, three at a time: tests of memory want a small heap, tests of
// the wire a process that nobody else has patched. Some groups mostly wait for timers, so that three keep two cores busy.
// With arguments, runs mocha with them and nothing else. With NODE_V8_COVERAGE, each group writes its coverage there.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const given = process.argv.slice(2);
if (given.length > 0) {
  const { status } = spawnSync(process.execPath, [mocha, ...given], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

/** The first match decides. The groups that take longest begin first. */
const GROUPS = [
  // These two mostly wait: for timeouts of sockets, and for exporters at the end of processes.
  ['test/wire/compliance/web-socket'],
  ['test/regressions/the-end-of-a-process'],
  ['test/regressions/'],
  ['test/package/'],
  ['test/register/'],
  ['test/unit/slo/', 'test/unit/cli/'],
  ['test/wire/compliance/undici'],
  ['test/wire/compliance/node-http2', 'test/wire/node-http2'],
  ['test/wire/'],
  ['test/unit/decode/'],
  ['test/unit/'],
  ['test/telemetry/'],
  ['test/'],
];
/** They have runners of their own. */
const OTHERS = /^test\/(?:matrix|e2e|clients|fixtures)\//;

const files = readdirSync('test', { recursive: true })
  .map(name => join('test', name).replaceAll('\\', '/'))
  .filter(name => name.endsWith('.test.ts') && !OTHERS.test(name))
  .filter(name => !name.includes('/node_modules/'));
const groups = GROUPS.map(() => []);
for (const file of files.sort()) {
  const index = GROUPS.findIndex(starts =>
    starts.some(start => file.startsWith(start))
  );
  groups[index].push(file);
}

const importOnly = new URL('../test/support/import-only.mjs', import.meta.url);
const environment =
  process.env.NODE_V8_COVERAGE === undefined
    ? process.env
    : { ...process.env, NODE_OPTIONS: `--import=${importOnly.href}` };

const totals = { passing: 0, failing: 0, pending: 0 };
let failed = false;

function run(group) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [mocha, ...group], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const began = performance.now();
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', part => parts.push(part));
    }
    child.on('close', (code, signal) => {
      const text = Buffer.concat(parts).toString();
      process.stdout.write(text);
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(
        `${seconds} s for ${group[0]} and ${group.length - 1} others`
      );
      for (const kind of Object.keys(totals)) {
        const found = new RegExp(`^ +(\\d+) ${kind}`, 'm').exec(text);
        totals[kind] += Number(found?.[1] ?? 0);
      }
      if (code !== 0) {
        failed = true;
        console.log(`${group[0]} and others: ended with ${signal ?? code}`);
      }
      resolve();
    });
  });
}

const waiting = groups.filter(group => group.length > 0);
async function worker() {
  for (let group; (group = waiting.shift()) !== undefined;) await run(group);
}
await Promise.all([worker(), worker(), worker()]);
const { passing, failing, pending } = totals;
console.log(
  `All groups: ${passing} passed, ${failing} failed, ${pending} skipped`
);
process.exitCode = failed || failing > 0 || passing === 0 ? 1 : 0;
