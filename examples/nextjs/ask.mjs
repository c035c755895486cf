// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Runs `next start`, with the flags of Node.js that are given, asks it forty times at once, and ends it as a platform
// does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const REQUESTS = 20;

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const flags = process.argv.slice(2);
const server = spawn(
  process.execPath,
  [...flags, next, 'start', '--port', '0'],
  { stdio: ['ignore', 'pipe', 'inherit'] }
);
let said = '';
for await (const text of server.stdout.iterator({ destroyOnReturn: false })) {
  said += text;
  if (said.includes('Ready')) break;
}
server.stdout.resume();
const url = /http:\/\/localhost:\d+/.exec(said)[0];

async function isAnswered(path, method) {
  const response = await fetch(`${url}/${path}`, { method });
  return response.ok && (await response.text()) !== '';
}

const answers = await Promise.all(
  Array.from({ length: REQUESTS }, (_, number) => [
    isAnswered(`compare/${number}`, 'POST'),
    isAnswered(`story/${number}`, 'GET'),
  ]).flat()
);
console.log(`${answers.filter(Boolean).length} requests were answered`);
server.kill('SIGTERM');
await once(server, 'exit');
