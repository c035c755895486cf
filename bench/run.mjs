// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The CPU time that a call costs with us, beside the same call without anything, over loopback:
//   npm run bench                       ours
//   npm run bench -- --peers            others beside it, installed on request
//   npm run bench -- --before FOLDER    beside it the package as it is built in another checkout, such as an earlier commit
//   npm run bench -- --profile          the ten dearest functions of ours for each kind of call
//   npm run bench -- --rounds 31 --only fetch
//   npm run bench -- --warm-up 150      after so many rounds of calls (20 unless given), as in a service that has run for a while
//   npm run bench -- --steady           without the full collections before and after each round
// All client processes live through the whole run and take turns in each round, in an order that is turned round, so
// that a noisy machine is noisy for all. They are warm before the first round. Figures to read are the ratios of one run:
// medians of the quotients within a round, with the quartiles beside them. A full collection when no call is open costs
// V8 a part of the optimised code, so that the rounds after it measure the compiler as well; --steady leaves it out, as in
// a service that always has open calls. Other benches: in-process.mjs, startup.mjs,
// decode.mjs, content.mjs, cost.mjs.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from '../test/clients/install.mjs';
import { KINDS, rowsOf } from './calls/configurations.mjs';
import { profile } from './calls/profile.mjs';
import {
  folderOf,
  nodeOfBench,
  startServer,
  startWorker,
} from './calls/processes.mjs';

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    before: { type: 'string' },
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '21' },
    // Node.js compiles what runs often, and counts that as CPU time of the first thousands of calls.
    'warm-up': { type: 'string', default: '20' },
    steady: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const rounds = wholeNumber('rounds', 3);
const warmUp = wholeNumber('warm-up', 1);
const collect = !options.steady;
const kinds = Object.keys(KINDS).filter(kind => kind.includes(options.only));
if (kinds.length === 0) {
  throw new Error(
    `--only ${options.only}: a part of ${Object.keys(KINDS).join(', ')}`
  );
}

const node = await nodeOfBench();
const server = await startServer(node);
if (options.profile) await profile({ node, url: server.url, kinds });
else await compare();
server.stop();

async function compare() {
  const workers = [];
  for (const row of rowsOf(options.before)) {
    if (row.peer !== undefined && !options.peers) continue;
    if (!row.only.some(kind => kinds.includes(kind))) continue;
    const folders = await folderOf(row);
    if (folders.skipped !== undefined) {
      console.log(`SKIPPED ${row.name}: ${folders.skipped}`);
      continue;
    }
    const worker = await startWorker({
      node,
      url: server.url,
      row,
      ...folders,
    });
    workers.push({ row, worker, figures: new Map() });
  }
  for (const { row, worker } of workers) {
    for (const kind of kinds) {
      if (row.only.includes(kind)) {
        const calls = KINDS[kind].calls * warmUp;
        await worker.ask({ kind, calls, collect });
      }
    }
  }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? workers : workers.toReversed();
    for (const kind of kinds) {
      for (const { row, worker, figures } of order) {
        if (!row.only.includes(kind)) continue;
        const { calls } = KINDS[kind];
        const { cpu, spans } = await worker.ask({ kind, calls, collect });
        if (row.spans !== undefined && spans !== row.spans * calls) {
          throw new Error(
            `${row.name}: ${spans} spans of ${calls} calls (${kind}): this measures something else`
          );
        }
        if (!figures.has(kind)) figures.set(kind, []);
        figures.get(kind).push(cpu);
      }
    }
    if (process.stderr.isTTY)
      process.stderr.write(`\rround ${round + 1} of ${rounds}`);
  }
  for (const { worker } of workers) worker.stop();
  print(workers);
}

function print(workers) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
  })
    .toString()
    .trim();
  const version = execFileSync(node, ['--version']).toString().trim();
  console.log(
    `commit ${commit}, Node.js ${version}, ${rounds} rounds after ${warmUp} of warm-up${collect ? ', each between full collections' : ''}; µs of CPU a call without anything, then ratios: median (quartiles)\n`
  );
  const width = Math.max(...workers.map(({ row }) => row.name.length)) + 2;
  console.log(
    ''.padEnd(width) + kinds.map(kind => KINDS[kind].title.padEnd(20)).join('')
  );
  const byName = new Map(workers.map(each => [each.row.name, each]));
  for (const { row, figures } of workers) {
    const cells = kinds.map(kind => {
      const own = figures.get(kind);
      if (own === undefined) return '–';
      if (row.preload === undefined)
        return `${quantile(own, 0.5).toFixed(0)} µs`;
      const base = byName.get(row.base).figures.get(kind);
      const ratios = own.map((cpu, round) => cpu / base[round]);
      const [low, middle, high] = [0.25, 0.5, 0.75].map(share =>
        quantile(ratios, share).toFixed(2)
      );
      return `${middle} (${low}–${high})`;
    });
    console.log(
      row.name.padEnd(width) + cells.map(cell => cell.padEnd(20)).join('')
    );
  }
}

function wholeNumber(option, least) {
  const number = Number(options[option]);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(
    `--${option} ${options[option]}: a whole number from ${least} on`
  );
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  return sorted[below] + (sorted[Math.ceil(at)] - sorted[below]) * (at - below);
}
