// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// How long a process takes to start with `register`, beside the SDK and the two HTTP instrumentations alone:
//   node bench/startup.mjs [--node path/to/node] [--rounds 21]
// The variants take turns in each round, so that a noisy machine is noisy for all. The figure to read is the ratio: the
// median of the quotients within a round. `register` beyond the SDK is the median of the differences.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    node: { type: 'string', default: process.execPath },
    rounds: { type: 'string', default: '21' },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 3) {
  throw new Error(`--rounds ${options.rounds}: a whole number from 3 on`);
}

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'genai-startup-'));
const app = join(folder, 'app.cjs');
const sdk = join(folder, 'sdk.cjs');
writeFileSync(app, '');
writeFileSync(
  sdk,
  `require(${JSON.stringify(require.resolve('@opentelemetry/sdk-node'))});
const { UndiciInstrumentation } = require(${JSON.stringify(require.resolve('@opentelemetry/instrumentation-undici'))});
const { HttpInstrumentation } = require(${JSON.stringify(require.resolve('@opentelemetry/instrumentation-http'))});
new UndiciInstrumentation();
new HttpInstrumentation();
require('http');
require('https');
`
);
const variants = {
  'Node.js alone': [],
  'the SDK and two instrumentations': ['--require', sdk],
  register: ['--require', require.resolve('../dist/cjs/register.js')],
};

const taken = Object.fromEntries(Object.keys(variants).map(name => [name, []]));
try {
  for (let round = -1; round < rounds; round++) {
    for (const [name, flags] of Object.entries(variants)) {
      const began = performance.now();
      execFileSync(options.node, [...flags, app], {
        env: { PATH: process.env.PATH },
      });
      // The first round reads the files from the disk.
      if (round >= 0) taken[name].push(performance.now() - began);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const version = execFileSync(options.node, ['--version'], { encoding: 'utf8' });
const [alone, base, ours] = Object.values(taken);
console.log(`start-up on Node.js ${version.trim()}, ${rounds} rounds`);
for (const [name, times] of Object.entries(taken)) {
  console.log(`${median(times).toFixed(0).padStart(6)} ms  ${name}`);
}
const ratio = median(ours.map((time, round) => time / base[round]));
const beyond = median(ours.map((time, round) => time - base[round]));
const loading = median(base.map((time, round) => time - alone[round]));
console.log(
  `register / SDK and two instrumentations: ${ratio.toFixed(2)}; beyond them ${beyond.toFixed(0)} ms, where they take ${loading.toFixed(0)} ms`
);

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
