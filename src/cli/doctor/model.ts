// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The model, on loopback, that the application calls for the doctor. */
export interface Model {
  readonly url: string;
  close(): void;
}

const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

/** A whole answer of OpenAI's chat completions. */
const answer = (model: unknown): string =>
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

export async function startModel(): Promise<Model> {
  const server = createServer((request, response) => {
    void modelOf(request).then(model => {
      response.setHeader('content-type', 'application/json');
      response.end(answer(model));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function modelOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as {
      model?: unknown;
    };
    return body.model;
  } catch {
    return undefined;
  }
}
