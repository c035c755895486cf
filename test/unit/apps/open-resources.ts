// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Loads this package, makes calls and closes the server. Prints how many asynchronous resources our code has created, and
// the types of those that are open then, as `jest --detectOpenHandles` finds them.
import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Types that Jest leaves alone. */
const IGNORED = [
  'PROMISE',
  'TIMERWRAP',
  'RANDOMBYTESREQUEST',
  'DNSCHANNEL',
  'ZLIB',
  'TLSWRAP',
  'TCPWRAP',
];
const source = fileURLToPath(new URL('../../../src/', import.meta.url));
Error.stackTraceLimit = 100;
const open = new Map<number, { type: string; isActive(): boolean }>();
let seen = 0;
createHook({
  init(id, type, _, resource) {
    if (!new Error().stack!.includes(source)) return;
    seen++;
    if (IGNORED.includes(type)) return;
    const timer = resource as NodeJS.Timeout;
    const isTimer = type === 'Timeout' || type === 'Immediate';
    open.set(id, { type, isActive: () => !isTimer || timer.hasRef() });
  },
  destroy: id => open.delete(id),
}).enable();

const { GenAIInstrumentation } = await import('../../../src/index.ts');
const instrumentation = new GenAIInstrumentation();
const server = createServer((asked, response) => {
  asked.resume().on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end('{"model":"m"}');
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const url = `http://127.0.0.1:${port}/v1/chat/completions`;
const body = '{"model":"m","messages":[]}';
const headers = { 'content-type': 'application/json' };
await (await fetch(url, { method: 'POST', body, headers })).text();
const sent = request(url, { method: 'POST', headers });
sent.end(body);
const [answer] = await once(sent, 'response');
answer.resume();
await once(answer, 'end');
server.close();
server.closeAllConnections();
await setTimeout(50);
instrumentation.disable();
const types = [...open.values()]
  .filter(({ isActive }) => isActive())
  .map(({ type }) => type);
console.log(JSON.stringify({ seen, types }));
