// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application that froze what we patch: it must work as if we were not there. Says so as JSON.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordingObserver } from '../support/observers.ts';
import { createWire } from '../../../src/wire/wire.ts';

const { fetch: original } = globalThis;
const { request } = http;
Object.defineProperty(globalThis, 'fetch', {
  value: original,
  writable: false,
  configurable: false,
});
Object.freeze(http);

const server = http.createServer((incoming, outgoing) => {
  incoming.resume();
  outgoing.end('{"ok":1}');
});
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const url = `http://127.0.0.1:${port}/v1/chat/completions`;

const wire = createWire(recordingObserver);
wire.enable();
const fetched = await (await fetch(url, { method: 'POST', body: '{}' })).text();
const requested = await new Promise<string>(resolve => {
  const call = http.request(url, { method: 'POST' }, response => {
    response.setEncoding('utf8').on('data', resolve);
  });
  call.end('{}');
});
wire.rewatchHttp();
wire.disable();
const restored = globalThis.fetch === original && http.request === request;
process.stdout.write(JSON.stringify({ fetched, requested, restored }));
process.exit(0);
