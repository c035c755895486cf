// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The processes of the bench: the model provider, and one client for each row.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installClient, nodeFor, root } from '../../test/clients/install.mjs';
import { CLIENTS, PEERS } from './configurations.mjs';

const here = name => fileURLToPath(new URL(name, import.meta.url));

/** @returns a Node.js that the newest clients run on: this one, or one of the registry. */
export async function nodeOfBench() {
  const { node: version } = JSON.parse(
    readFileSync(
      new URL('../../test/clients/versions.json', import.meta.url),
      'utf8'
    )
  );
  const { node, skipped } = await nodeFor(22, version);
  if (node === undefined) throw new Error(`The newest clients: ${skipped}`);
  return node;
}

/** @returns where the clients and the instrumentation of a row are, or why they are not. */
export async function folderOf({ clients = 'newest', peer }) {
  const client = await installClient(`bench ${clients}`, {
    packages: CLIENTS[clients],
  });
  if (client.skipped !== undefined) return client;
  if (peer === undefined) return { clients: client.folder, packages: root };
  // In one folder with its clients: some look for them from where they are.
  const packages = { ...PEERS[peer], ...CLIENTS[clients] };
  const both = await installClient(`bench ${peer} ${clients}`, { packages });
  if (both.skipped !== undefined) return both;
  return { clients: both.folder, packages: both.folder };
}

export async function startServer(node) {
  const child = fork(here('server.mjs'), [], { execPath: node });
  const { url } = await firstMessage(child, 'server');
  return { url, stop: () => child.disconnect() };
}

/** @param {string[]} flags more for Node.js, such as `--cpu-prof`. */
export async function startWorker({
  node,
  url,
  row,
  clients,
  packages,
  flags = [],
}) {
  const child = fork(here('worker.cjs'), [], {
    execPath: node,
    execArgv: [
      '--expose-gc',
      ...(row.preload ? ['--require', here(`preload/${row.preload}.cjs`)] : []),
      ...flags,
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...row.environment,
      ...(row.options && { BENCH_OPTIONS: JSON.stringify(row.options) }),
      BENCH_CLIENTS: clients,
      BENCH_PACKAGES: row.preload === 'ours' ? (row.ours ?? root) : packages,
      BENCH_URL: url,
    },
  });
  await firstMessage(child, row.name);
  return {
    async ask(question) {
      child.send(question);
      const answer = await firstMessage(child, row.name);
      if (answer.error) throw new Error(`${row.name}: ${answer.error}`);
      return answer;
    },
    stop() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.disconnect();
      return ended;
    },
  };
}

function firstMessage(child, name) {
  return new Promise((resolve, reject) => {
    const ended = code => reject(new Error(`${name} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', message => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
