// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import {
  json,
  scriptedServer,
  type ScriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track, type Tracked } from '../telemetry/support/tracked.ts';
import { until } from '../wire/support/waiting.ts';

// Clients of MCP give a request up with a notification, and leave its HTTP exchange open: a tool that never answers
// was counted when the session ended, if ever.
describe('a request that an MCP client gives up', () => {
  let tracked: Tracked;
  let server: ScriptedServer;
  /** Responses to calls of tools, which the server holds back. */
  let held: ServerResponse[];

  beforeEach(async () => {
    held = [];
    tracked = track();
    server = await scriptedServer((request, response) => {
      const { method } = JSON.parse(request.body) as { method: string };
      if (method.startsWith('notifications/')) {
        response.writeHead(202).end();
        return;
      }
      held.push(response);
      if (request.url === '/mcp/json') return;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    });
  });
  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  const post = (message: object, path: string, session = 'a') => {
    const headers = {
      accept: 'application/json, text/event-stream',
      ...(session !== '' && { 'mcp-session-id': session }),
    };
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    return fetch(server.origin + path, { method: 'POST', headers, body });
  };
  const callTool = async (path: string, id: number | string, session = 'a') => {
    const params = { name: 'slow' };
    const message = { id, method: 'tools/call', params };
    return (await post(message, path, session)).text();
  };
  const cancel = async (
    path: string,
    requestId: unknown,
    reason: string,
    session = 'a'
  ) => {
    const params = { requestId, reason };
    const message = { method: 'notifications/cancelled', params };
    await (await post(message, path, session)).text();
  };
  const tools = () =>
    tracked.spans
      .filter(({ name }) => name === 'tools/call slow')
      .map(({ attributes }) => [
        attributes['jsonrpc.request.id'],
        attributes['error.type'],
      ]);

  const REASONS = {
    'McpError: MCP error -32001: Request timed out': 'timeout',
    'TimeoutError: The operation was aborted due to timeout': 'timeout',
    'AbortError: This operation was aborted': 'aborted',
    'the user has left': 'aborted',
  };
  for (const path of ['/mcp/sse', '/mcp/json']) {
    for (const [reason, errorType] of Object.entries(REASONS)) {
      it(`ends as ${errorType} for "${reason}", at ${path}`, async () => {
        const call = callTool(path, 7);
        await until(() => held.length > 0);
        await cancel(path, 7, reason);
        assert.deepEqual(tools(), [['7', errorType]]);
        const answer = { jsonrpc: '2.0', id: 7, result: { content: [] } };
        if (path === '/mcp/json') json(held[0]!, 200, answer);
        else held[0]!.end(`data: ${JSON.stringify(answer)}\n\n`);
        await call;
        assert.deepEqual(tools(), [['7', errorType]]);
        const series = await tracked.series('mcp.client.operation.duration');
        const counted = series.filter(
          ({ attributes }) => attributes['gen_ai.tool.name'] === 'slow'
        );
        assert.deepEqual(
          counted.map(({ attributes, count }) => [
            attributes['error.type'],
            count,
          ]),
          [[errorType, 1]]
        );
      });
    }
  }

  it('is found by its server, its session and its id', async () => {
    const calls = [
      callTool('/mcp/sse', 1),
      callTool('/mcp/sse', 2),
      callTool('/mcp/sse', 1, 'b'),
      callTool('/mcp/json', 1),
      callTool('/mcp/sse', 1, ''),
    ];
    await until(() => held.length === calls.length);
    await cancel('/mcp/sse', '1', 'left', 'b');
    assert.deepEqual(tools(), [['1', 'aborted']]);
    await cancel('/mcp/sse', 9, 'left');
    await cancel('/mcp/sse', undefined, 'left');
    await cancel('/mcp/sse', { id: 1 }, 'left');
    assert.equal(tools().length, 1);
    await cancel('/mcp/sse', 1, 'left', '');
    assert.equal(tools().length, 2);
    for (const response of held) response.end();
    await Promise.all(calls);
    assert.equal(tools().length, calls.length);
  });

  it('stays open where two requests without a session have its id', async () => {
    const calls = [callTool('/mcp/sse', 1, ''), callTool('/mcp/sse', 1, '')];
    await until(() => held.length === 2);
    await cancel('/mcp/sse', 1, 'left', '');
    assert.deepEqual(tools(), []);
    for (const response of held) response.end();
    await Promise.all(calls);
    assert.equal(tools().length, 2);
  });
});
