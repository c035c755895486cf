// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Run with --expose-gc: what is left of bodies that nobody reads, and of those that were read. Says so as JSON.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { INFERENCE_PATH, startWireServer } from '../../support/wire-server.ts';
import { createWire } from '../../../src/wire/wire.ts';

const gc = (globalThis as { gc?: () => void }).gc;
if (gc === undefined) throw new Error('run me with --expose-gc');

const terminals: string[] = [];
if (process.argv[2] === 'watched') {
  createWire(() => ({
    wants: (_method, target) => target.includes(INFERENCE_PATH),
    observe: () => ({
      context: fn => fn(),
      bindCaller() {},
      onRequestBody: () => true,
      onResponse() {},
      onBytes() {},
      onEnd: () => void terminals.push('end'),
      onError: () => void terminals.push('error'),
      onAbandoned: () => void terminals.push('abandoned'),
    }),
  })).enable();
}

const BODIES = 12;
const server = await startWireServer();
let collected = 0;
const registry = new FinalizationRegistry(() => collected++);
const url = server.url('bytes', { size: 8 << 20 });
const post = { method: 'POST', body: '{}' };

/** Collects until enough are gone, or nothing more goes. */
async function collect(enough: number): Promise<number> {
  for (let round = 0; round < 40 && collected < enough; round++) {
    gc?.();
    await delay(10);
  }
  const count = collected;
  collected = 0;
  return count;
}

/** In functions of their own, so that no local variable keeps what they made. */
async function leaveUnread(): Promise<void> {
  for (let index = 0; index < BODIES; index++) {
    registry.register(await fetch(url, post), undefined);
  }
}

async function readAll(): Promise<void> {
  for (let index = 0; index < BODIES; index++) {
    const response = await fetch(server.url('json', { kilobytes: 64 }), post);
    registry.register(response, undefined);
    registry.register(response.body as object, undefined);
    registry.register(await response.arrayBuffer(), undefined);
  }
}

async function readAllByHttp(): Promise<void> {
  for (let index = 0; index < BODIES; index++) {
    await new Promise<void>(resolve => {
      const call = http.request(server.url('sse', { events: 3 }), {
        method: 'POST',
        agent: false,
      });
      call.on('response', response => {
        registry.register(response, undefined);
        response.on('data', (chunk: Buffer) =>
          registry.register(chunk, undefined)
        );
        response.on('end', () => resolve());
      });
      registry.register(call, undefined);
      call.end('{}');
    });
  }
}

await leaveUnread();
const unread = await collect(BODIES);
const { arrayBuffers } = process.memoryUsage();
await readAll();
const read = await collect(3 * BODIES);
await readAllByHttp();
const readByHttp = await collect(5 * BODIES);
const told = Object.fromEntries(
  [...new Set(terminals)].map(name => [
    name,
    terminals.filter(each => each === name).length,
  ])
);
const megabytes = Math.round(arrayBuffers / (1 << 20));
const report = { unread, megabytes, read, readByHttp, told };
process.stdout.write(JSON.stringify(report));
process.exit(0);
