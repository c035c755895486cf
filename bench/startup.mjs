// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// How much CPU time an empty application takes with `register`, beside the SDK and the two HTTP instrumentations: once
// only loaded, once started with the same exporter:
//   node bench/startup.mjs [--node path/to/node] [--rounds 21]
// CPU time, since others on the machine lengthen what a clock shows. The variants take turns in each round. The figure
// to read is the ratio: the median of the quotients within a round. `register` beyond the others is the median of the
// differences. That beyond the loaded SDK, the larger one, has a budget.
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

/** Milliseconds beyond the SDK and its two instrumentations, loaded. */
const BUDGET = 30;

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'genai-startup-'));
const [app, probe, loaded, started] = Object.entries({
  'app.cjs': '',
  // `exit` is late enough: nothing of ours runs after it.
  'probe.cjs': `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeSync(1, String((user + system) / 1000));
});`,
  'loaded.cjs': `require(${path('sdk-node')});
const { UndiciInstrumentation } = require(${path('instrumentation-undici')});
const { HttpInstrumentation } = require(${path('instrumentation-http')});
exports.instrumentations = [new UndiciInstrumentation(), new HttpInstrumentation()];
require('http');
require('https');`,
  'started.cjs': `const { instrumentations } = require('./loaded.cjs');
const { NodeSDK } = require(${path('sdk-node')});
new NodeSDK({ instrumentations }).start();`,
}).map(([name, text]) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
});

function path(name) {
  return JSON.stringify(require.resolve(`@opentelemetry/${name}`));
}

// What `register` sets where there is no collector.
const exporter = {
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'prometheus',
  OTEL_LOGS_EXPORTER: 'none',
};
const variants = {
  'Node.js alone': { flags: [] },
  'the SDK and two instrumentations, loaded': { flags: ['--require', loaded] },
  'the same, started': { flags: ['--require', started], env: exporter },
  register: {
    flags: ['--require', require.resolve('../dist/cjs/register.js')],
  },
};

const taken = Object.fromEntries(Object.keys(variants).map(name => [name, []]));
try {
  for (let round = -1; round < rounds; round++) {
    for (const [name, { flags, env }] of Object.entries(variants)) {
      const out = execFileSync(
        options.node,
        ['--require', probe, ...flags, app],
        { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' }
      );
      // The first round reads the files from the disk.
      if (round >= 0) taken[name].push(Number(out));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const version = execFileSync(options.node, ['--version'], { encoding: 'utf8' });
const [alone, ...bases] = Object.values(taken);
const ours = bases.pop();
console.log(
  `CPU time of the start-up on Node.js ${version.trim()}, ${rounds} rounds`
);
for (const [name, times] of Object.entries(taken)) {
  console.log(`${median(times).toFixed(0).padStart(6)} ms  ${name}`);
}
const beyond = bases.map(base =>
  median(ours.map((time, round) => time - base[round]))
);
for (const [index, base] of bases.entries()) {
  const ratio = median(ours.map((time, round) => time / base[round]));
  const taking = median(base.map((time, round) => time - alone[round]));
  console.log(
    `register / the SDK, ${index === 0 ? 'loaded' : 'started'}: ${ratio.toFixed(2)}; beyond it ${beyond[index].toFixed(0)} ms, where it takes ${taking.toFixed(0)} ms`
  );
}
console.log(`at most ${BUDGET} ms beyond the SDK, loaded`);
process.exitCode = beyond[0] <= BUDGET ? 0 : 1;

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
