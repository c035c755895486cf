// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The same worker under --cpu-prof: in which functions of ours the time of a call goes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS, ROWS } from './configurations.mjs';
import { folderOf, startWorker } from './processes.mjs';

const DEAREST = 10;
/** In multiples of a round: enough samples for functions of a few µs. */
const ROUNDS = 30;

export async function profile({ node, url, kinds }) {
  const row = ROWS.find(({ preload }) => preload === 'ours');
  const folders = await folderOf(row);
  if (folders.skipped !== undefined) throw new Error(folders.skipped);
  for (const kind of kinds) {
    const folder = mkdtempSync(join(tmpdir(), 'genai-profile-'));
    try {
      const flags = [
        '--cpu-prof',
        '--cpu-prof-interval',
        '100',
        `--cpu-prof-dir=${folder}`,
      ];
      const worker = await startWorker({ node, url, row, ...folders, flags });
      const calls = KINDS[kind].calls * ROUNDS;
      await worker.ask({ kind, calls, collect: true });
      await worker.stop();
      const [file] = readdirSync(folder);
      print(kind, calls, JSON.parse(readFileSync(join(folder, file), 'utf8')));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function print(kind, calls, { nodes, samples, timeDeltas }) {
  const self = new Map();
  samples.forEach((id, index) => {
    self.set(id, (self.get(id) ?? 0) + timeDeltas[index]);
  });
  const functions = new Map();
  let ours = 0;
  let all = 0;
  for (const { id, callFrame } of nodes) {
    const time = self.get(id) ?? 0;
    if (callFrame.functionName !== '(idle)') all += time;
    const file = /\/dist\/(?:esm|cjs)\/(.*)$/.exec(callFrame.url)?.[1];
    if (file === undefined || callFrame.url.includes('node_modules')) continue;
    ours += time;
    const name = `${callFrame.functionName || '(anonymous)'} ${file}:${callFrame.lineNumber + 1}`;
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  const each = time => `${(time / calls).toFixed(2).padStart(8)} µs`;
  console.log(
    `\n${KINDS[kind].title}: in functions of ours${each(ours)} of${each(all)} a call, profiled (self time)`
  );
  const dearest = [...functions].sort((a, b) => b[1] - a[1]).slice(0, DEAREST);
  for (const [name, time] of dearest) console.log(`${each(time)}  ${name}`);
}
