// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { track, type Tracked } from '../support/tracked.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, scriptedServer } from '../support/scripted-server.ts';

export interface McpServer {
  readonly origin: string;
  /** Methods of the messages and of HTTP requests without one, in order. */
  readonly served: string[];
  close(): Promise<void>;
}

interface Message {
  readonly jsonrpc: string;
  readonly method: string;
  readonly id?: string | number;
  readonly params?: { readonly name?: string };
}

export const SESSION = '191c4850af6c49e08843a3f6c80e5046';

/** Answers of an MCP server to one request, by its method and its tool. */
function answerTo({ method, id, params }: Message): object {
  const answer = (result: object): object => ({ jsonrpc: '2.0', id, result });
  const error = (code: number): object => ({
    jsonrpc: '2.0',
    id,
    error: { code, message: 'said by the server' },
  });
  switch (method) {
    case 'initialize':
      return answer({
        protocolVersion: '2025-06-18',
        capabilities: {},
        serverInfo: { name: 'mock', version: '1' },
      });
    case 'tools/call': {
      const text = `It is ${params?.name}.`;
      if (params?.name === 'missing') return error(-32602);
      return answer({
        content: [{ type: 'text', text }],
        ...(params?.name === 'fails' && { isError: true }),
      });
    }
    case 'tools/list':
      return answer({ tools: [] });
    default:
      return method.includes('/') ? answer({}) : error(-32601);
  }
}

/**
 * An MCP server on loopback. By its path it answers `/mcp` in JSON, `/sse` in events after two notifications, `/cut` in
 * events that break off before the response, `/silent` in events without one, `/resumed` in a stream of its own, `/401` not at all, and `/flaky` from the third
 * request on.
 */
export async function startMcpServer(): Promise<McpServer> {
  const served: string[] = [];
  /** Response that is given in a resumed stream. */
  let late: object | undefined;
  const script = (
    request: IncomingMessage & { body: string },
    response: ServerResponse
  ): void => {
    const { method = '', url = '', body } = request;
    if (method !== 'POST') {
      served.push(method);
      if (method === 'DELETE') json(response, 200, {});
      else if (request.headers['last-event-id'] !== undefined) {
        response.writeHead(200, EVENTS);
        response.end(`id: 2\ndata: ${JSON.stringify(late)}\n\n`);
      } else response.writeHead(200, EVENTS).flushHeaders();
      return;
    }
    const parsed = JSON.parse(body) as Message | Message[];
    const messages = Array.isArray(parsed) ? parsed : [parsed];
    served.push(...messages.map(each => each.method));
    if (url === '/flaky' && served.length <= 2) {
      json(response, 503, {});
      return;
    }
    if (url === '/401') {
      json(response, 401, { error: 'unauthorized' });
      return;
    }
    if (url === '/refused') {
      const error = { code: -32000, message: 'no session' };
      json(response, 400, { jsonrpc: '2.0', error, id: null });
      return;
    }
    if (url === '/forgotten') {
      const error = { code: -32001, message: 'Session not found' };
      json(response, 404, { jsonrpc: '2.0', error, id: null });
      return;
    }
    const requests = messages.filter(
      ({ id, method: named }) => id !== undefined && named !== undefined
    );
    if (requests.length === 0) {
      response.writeHead(202).end();
      return;
    }
    if (messages.some(each => each.method === 'initialize')) {
      response.setHeader('mcp-session-id', SESSION);
    }
    const answers = requests.map(answerTo);
    if (url === '/resumed') {
      late = answers[0];
      response.writeHead(200, EVENTS);
      response.end('id: 1\ndata:\n\n');
      return;
    }
    if (url === '/mcp' || url.startsWith('/any')) {
      json(response, 200, Array.isArray(parsed) ? answers : answers[0]);
    } else events(url, answers, response);
  };
  const server = await scriptedServer(script);
  return { origin: server.origin, served, close: () => server.close() };
}

const EVENTS = { 'content-type': 'text/event-stream' };

function events(
  url: string,
  answers: readonly object[],
  response: ServerResponse
): void {
  response.writeHead(200, EVENTS);
  const send = (message: object): void => {
    response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  };
  for (const progress of [1, 2]) {
    const params = { progressToken: 1, progress };
    send({ jsonrpc: '2.0', method: 'notifications/progress', params });
  }
  send({ jsonrpc: '2.0', id: 1, method: 'roots/list' });
  if (url === '/silent') {
    response.end();
  } else if (url === '/cut') {
    setTimeout(() => response.destroy(), 5);
  } else {
    for (const answer of answers.toReversed()) send(answer);
    // `/open` keeps the stream after the last response.
    if (url !== '/open') response.end();
  }
}

/** Starts telemetry and a server for each test of the suite, and hands both over. */
export function eachWithMcpServer(
  use: (tracked: Tracked, server: McpServer) => void
): void {
  let tracked: Tracked;
  let server: McpServer;
  beforeEach(async () => {
    tracked = track();
    server = await startMcpServer();
    use(tracked, server);
  });
  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });
}
