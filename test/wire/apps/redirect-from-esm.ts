// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An ES module that imports fetch from undici after us, and whose call is redirected: prints the input
// tokens of each span that it made.
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GenAIInstrumentation } from '../../../src/index.ts';

const spans: unknown[] = [];
const tracerProvider = new TracerProvider({
  spanProcessors: [
    {
      onStart() {},
      onEnd: span => spans.push(span.attributes['gen_ai.usage.input_tokens']),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  ],
});
new GenAIInstrumentation().setTracerProvider(tracerProvider);

const server = createServer((request, response) => {
  request.resume();
  if (request.url?.startsWith('/old') === true) {
    response.writeHead(307, { location: '/v1/chat/completions' }).end();
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end('{"choices":[],"usage":{"prompt_tokens":3}}');
}).listen(0, '127.0.0.1');
await new Promise(resolve => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;

const { fetch } = await import('undici');
const answer = await fetch(`http://127.0.0.1:${port}/old/v1/chat/completions`, {
  method: 'POST',
  body: '{"model":"example-model"}',
});
await answer.text();
await new Promise(resolve => setTimeout(resolve, 50));
console.log(JSON.stringify(spans));
server.closeAllConnections();
server.close();
