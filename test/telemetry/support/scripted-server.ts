// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Script {
  /** Answers a request whose body has been read. */
  (request: IncomingMessage & { body: string }, response: ServerResponse): void;
}

export interface ScriptedServer {
  readonly origin: string;
  /** Headers of the requests that came, in order. */
  readonly seen: IncomingMessage['headers'][];
  close(): Promise<void>;
}

/** A provider on loopback that answers by a script. Made without node:http's patched functions. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const seen: IncomingMessage['headers'][] = [];
  const server = http.createServer((request, response) => {
    seen.push(request.headers);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () =>
      script(
        Object.assign(request, { body: Buffer.concat(parts).toString() }),
        response
      )
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: {}, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
};

export function event(content: string): string {
  return `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  })}\n\n`;
}
