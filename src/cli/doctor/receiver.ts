// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What was sent to one signal's path, each time whole and not compressed. */
export interface Received {
  readonly traces: Buffer[];
  readonly metrics: Buffer[];
}

/** On loopback: the model that is called, and the receiver of what is recorded of it. */
export interface Receiver extends Received {
  readonly url: string;
  close(): void;
}

const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

/** The answer of OpenAI's chat completions, whole. */
const answer = (model: string): string =>
  JSON.stringify({
    id: 'chatcmpl-doctor',
    object: 'chat.completion',
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Well.' },
        finish_reason: 'stop',
      },
    ],
    usage: USAGE,
  });

export async function startReceiver(): Promise<Receiver> {
  const received: Received = { traces: [], metrics: [] };
  const server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      if (request.url === '/v1/traces') received.traces.push(body);
      if (request.url === '/v1/metrics') received.metrics.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(
        request.url === '/v1/chat/completions'
          ? answer((JSON.parse(body.toString()) as { model: string }).model)
          : '{}'
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...received,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip'
    ? gunzipSync(body)
    : body;
}
