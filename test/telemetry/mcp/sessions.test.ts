// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { openCalls } from '../../../src/observe/open-calls.ts';
import { type Tracked } from '../support/tracked.ts';
import { SESSION, eachWithMcpServer, type McpServer } from './server.ts';

const DURATION = 'mcp.client.session.duration';

describe('the session of an MCP client', () => {
  let tracked: Tracked;
  let server: McpServer;

  eachWithMcpServer((...started) => {
    [tracked, server] = started;
  });

  const accept = 'application/json, text/event-stream';
  const headers = { accept, 'mcp-protocol-version': '2025-06-18' };
  const inSession = { ...headers, 'mcp-session-id': SESSION };

  const post = async (
    message: object,
    path = '/mcp',
    more: Record<string, string> = inSession
  ): Promise<void> => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    const init = { method: 'POST', headers: more, body };
    await (await fetch(server.origin + path, init)).text();
  };
  const initialize = (path = '/mcp'): Promise<void> =>
    post(
      {
        id: 0,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25' },
      },
      path,
      { accept }
    );

  it('begins when the server has named it, in the version that the server chose', async () => {
    await initialize();
    await post({ method: 'notifications/initialized' });
    await post({ id: 1, method: 'tools/list' }, '/sse');
    const facts = tracked.spans.map(({ name, attributes }) => [
      name,
      attributes['mcp.session.id'],
      attributes['mcp.protocol.version'],
      attributes['jsonrpc.request.id'],
    ]);
    assert.deepEqual(facts, [
      ['initialize', SESSION, '2025-06-18', '0'],
      ['notifications/initialized', SESSION, '2025-06-18', undefined],
      ['tools/list', SESSION, '2025-06-18', '1'],
    ]);
    for (const { attributes } of await tracked.series()) {
      assert.ok(!('mcp.session.id' in attributes));
    }
    assert.deepEqual(await tracked.series(DURATION), []);
  });

  const measured = async (): Promise<Record<string, unknown>> => {
    const [session, ...more] = await tracked.series(DURATION);
    assert.deepEqual(more, []);
    assert.equal(session?.count, 1);
    return session.attributes;
  };
  const attributes = (): Record<string, unknown> => ({
    'mcp.protocol.version': '2025-06-18',
    'network.protocol.name': 'http',
    'network.transport': 'tcp',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.origin).port),
  });

  it('ends when the client deletes it', async () => {
    await initialize();
    await fetch(`${server.origin}/mcp`, {
      method: 'DELETE',
      headers: inSession,
    });
    assert.deepEqual(await measured(), attributes());
    assert.deepEqual(server.served, ['initialize', 'DELETE']);
  });

  it("ends when the client closes the stream for the server's messages, which has no span", async () => {
    await initialize();
    const controller = new AbortController();
    await fetch(`${server.origin}/mcp`, {
      headers: { ...inSession, accept: 'text/event-stream' },
      signal: controller.signal,
    });
    assert.deepEqual(await tracked.series(DURATION), []);
    controller.abort();
    for (let tries = 0; tries < 500; tries++) {
      if ((await tracked.series(DURATION)).length > 0) break;
      await new Promise(done => setTimeout(done, 10));
    }
    assert.deepEqual(await measured(), attributes());
    assert.deepEqual(
      tracked.spans.map(({ name }) => name),
      ['initialize']
    );
  });

  it('ends when the server does not know it any more', async () => {
    await initialize();
    await post({ id: 1, method: 'tools/list' }, '/forgotten');
    assert.deepEqual(await measured(), {
      ...attributes(),
      'error.type': '404',
    });
  });

  it('ends with the process', async () => {
    await initialize('/sse');
    openCalls.abandonAll(undefined);
    assert.deepEqual(await measured(), attributes());
  });

  it('has responses in streams that the client resumes', async () => {
    await initialize();
    const params = { name: 'fails' };
    await post({ id: 7, method: 'tools/call', params }, '/resumed');
    await post({ id: 8, method: 'tools/list' }, '/resumed');
    const names = () => tracked.spans.map(({ name }) => name);
    assert.deepEqual(names(), ['initialize']);
    const resume = { ...inSession, 'last-event-id': '1' };
    const stream = await fetch(`${server.origin}/mcp`, { headers: resume });
    await stream.text();
    assert.deepEqual(names(), ['initialize', 'tools/list']);
    assert.equal(tracked.spans[1]!.attributes['error.type'], undefined);
    // The other one is given up with the session.
    openCalls.abandonAll(undefined);
    const [, , call] = tracked.spans;
    assert.equal(call!.name, 'tools/call fails');
    assert.equal(call!.attributes['error.type'], '_OTHER');
    const durations = await tracked.series('mcp.client.operation.duration');
    assert.deepEqual(
      durations.map(({ count }) => count),
      [1, 1, 1]
    );
  });

  it('is none where the server names none, or refuses it', async () => {
    await post({ id: 0, method: 'tools/list' }, '/mcp', headers);
    await initialize('/refused');
    openCalls.abandonAll(undefined);
    assert.deepEqual(await tracked.series(DURATION), []);
  });
});
