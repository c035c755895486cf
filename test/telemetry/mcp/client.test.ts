// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { transports } from '../support/calling.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';
import { inSpan, type Tracked } from '../support/tracked.ts';
import { until } from '../../wire/support/waiting.ts';
import { eachWithMcpServer, type McpServer } from './server.ts';

const OPERATION = 'mcp.client.operation.duration';

/** A message as clients of the protocol send it. */
export const call = (
  method: string,
  params: object = {},
  id: number | string = 1
): string => JSON.stringify({ method, params, jsonrpc: '2.0', id });

const headers = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

for (const [transport, send] of Object.entries(transports)) {
  describe(`the messages of an MCP client by ${transport}`, () => {
    let tracked: Tracked;
    let server: McpServer;

    eachWithMcpServer((...started) => {
      [tracked, server] = started;
    });

    for (const path of ['/mcp', '/any/path?of=theirs']) {
      it(`are spans of their methods at ${path}`, async () => {
        const { port } = new URL(server.origin);
        const body = call('tools/call', { name: 'weather', arguments: {} });
        await inSpan(tracked, 'app', () =>
          send(server.origin + path, { headers, body })
        );
        const [span, app] = tracked.spans;
        assert.equal(span!.name, 'tools/call weather');
        assert.equal(span!.kind, SpanKind.CLIENT);
        assert.equal(
          span!.parentSpanContext?.spanId,
          app!.spanContext().spanId
        );
        const common = {
          'mcp.method.name': 'tools/call',
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'weather',
          'network.transport': 'tcp',
          'network.protocol.name': 'http',
          ...(transport === 'node:http' && {
            'network.protocol.version': '1.1',
          }),
          'server.address': '127.0.0.1',
          'server.port': Number(port),
        };
        assert.deepEqual(span!.attributes, {
          ...common,
          'jsonrpc.request.id': '1',
        });
        const [duration, ...more] = await tracked.series(OPERATION);
        assert.deepEqual(more, []);
        assert.deepEqual(duration!.attributes, common);
        assert.equal(duration!.unit, 's');
        assert.equal(duration!.count, 1);
      });
    }

    const attributesAfter = async (body: string, path: string) => {
      tracked.spans.length = 0;
      await send(server.origin + path, { headers, body }).catch(() => {});
      await until(() => tracked.spans.length > 0);
      const [span, ...more] = tracked.spans;
      assert.deepEqual(more, []);
      return span!;
    };

    for (const path of ['/mcp', '/sse']) {
      it(`fail as the protocol says, at ${path}`, async () => {
        const fails = async (body: string) => {
          const { attributes, status } = await attributesAfter(body, path);
          assert.equal(status.code, SpanStatusCode.ERROR);
          return [
            attributes['error.type'],
            attributes['rpc.response.status_code'],
            status.message,
          ];
        };
        const tool = (name: string): string => call('tools/call', { name });
        assert.deepEqual(await fails(tool('fails')), [
          'tool_error',
          undefined,
          undefined,
        ]);
        // Never the message of the server, which may quote the request.
        assert.deepEqual(await fails(tool('missing')), [
          '-32602',
          '-32602',
          'Invalid params',
        ]);
        assert.deepEqual(await fails(call('ping')), [
          '-32601',
          '-32601',
          'Method not found',
        ]);
      });
    }

    it('fail where the server refuses them as a whole', async () => {
      const body = call('tools/list');
      const refused = await attributesAfter(body, '/refused');
      assert.equal(refused.attributes['error.type'], '-32000');
      assert.equal(refused.attributes['rpc.response.status_code'], '-32000');
      const unauthorized = await attributesAfter(body, '/401');
      assert.equal(unauthorized.attributes['error.type'], '401');
    });

    it('fail where no response comes', async () => {
      const body = call('tools/list');
      const silent = await attributesAfter(body, '/silent');
      assert.equal(silent.attributes['error.type'], '_OTHER');
      const cut = await attributesAfter(body, '/cut');
      assert.equal(typeof cut.attributes['error.type'], 'string');
      assert.equal(cut.status.code, SpanStatusCode.ERROR);
    });

    it('are measured once each, where several are sent at once', async () => {
      const body = `[${[
        call('tools/call', { name: 'weather' }, 1),
        call('prompts/get', { name: 'greet' }, 'two'),
        call('resources/read', { uri: 'file:///private' }, 3),
        JSON.stringify({ jsonrpc: '2.0', method: 'notifications/x' }),
        // The response to a request of the server is no message of this client.
        JSON.stringify({ jsonrpc: '2.0', id: 1, result: {} }),
      ].join()}]`;
      for (const path of ['/mcp', '/sse']) {
        tracked.spans.length = 0;
        await send(server.origin + path, { headers, body });
        assert.deepEqual(tracked.spans.map(({ name }) => name).sort(), [
          'notifications/x',
          'prompts/get greet',
          'resources/read',
          'tools/call weather',
        ]);
        for (const { name, attributes } of tracked.spans) {
          assert.equal(attributes['error.type'], undefined, name);
          assert.equal(
            attributes['mcp.resource.uri'],
            name === 'resources/read' ? 'file:///private' : undefined
          );
        }
      }
      const measured = await tracked.series(OPERATION);
      assert.deepEqual(
        measured.map(({ count }) => count),
        [2, 2, 2, 2]
      );
      for (const { attributes } of measured) {
        for (const name of ['mcp.resource.uri', 'jsonrpc.request.id']) {
          assert.ok(!(name in attributes), name);
        }
      }
    });

    if (transport !== 'node:http') {
      it('that are sent again after a failure are counted', async () => {
        const counts: unknown[] = [];
        const path = '/flaky';
        const send = async (id: number) => {
          const { attributes } = await attributesAfter(
            call('tools/list', {}, id),
            path
          );
          const { [`http.request.resend_count`]: count } = attributes;
          counts.push([attributes['error.type'], count]);
        };
        // The server refuses the first two.
        for (const id of [1, 1, 1, 1, 2]) await send(id);
        assert.deepEqual(counts, [
          ['503', undefined],
          ['503', 1],
          [undefined, 2],
          [undefined, undefined],
          [undefined, undefined],
        ]);
      });
    }

    it('tell no key of the address of a resource', async () => {
      const uri = 'https://files.example.com/a?api_key=abc&page=2';
      const { attributes } = await attributesAfter(
        call('resources/read', { uri }),
        '/mcp'
      );
      assert.equal(
        attributes['mcp.resource.uri'],
        'https://files.example.com/a?api_key=REDACTED&page=2'
      );
    });

    it('leave other requests alone', async () => {
      for (const body of [
        '{"jsonrpc":"2.0","method":"eth_call","id":1}',
        '{"method":"tools/call","id":1}',
        '{"jsonrpc":"2.0","id":1,"result":{}}',
        '{"query":"{ a }"}',
        '[]',
        'tools/call',
      ]) {
        // A server of another kind answers what it likes.
        const other = await scriptedServer((_, response) =>
          json(response, 200, {})
        );
        for (const path of ['/mcp', '/rpc']) {
          await send(other.origin + path, { headers, body });
        }
        await other.close();
      }
      assert.deepEqual(tracked.spans, []);
      assert.deepEqual(await tracked.series(OPERATION), []);
    });
  });
}

describe('the messages of an MCP client whose body is not known before it is sent', () => {
  let tracked: Tracked;
  let server: McpServer;

  eachWithMcpServer((...started) => {
    [tracked, server] = started;
  });

  const body = call('tools/call', { name: 'weather' });
  const init = { method: 'POST', headers, body };

  it('are seen in a Request, and in a stream', async () => {
    await (await fetch(new Request(`${server.origin}/rpc`, init))).text();
    const stream = new Blob([body]).stream();
    const streaming = { ...init, body: stream, duplex: 'half' };
    await (await fetch(`${server.origin}/sse`, streaming as never)).text();
    const names = tracked.spans.map(({ name }) => name);
    assert.deepEqual(names, ['tools/call weather', 'tools/call weather']);
  });

  it('are left alone where they are of another protocol', async () => {
    const other = { ...init, body: '{"jsonrpc":"2.0","method":"a","id":1}' };
    await (await fetch(new Request(`${server.origin}/mcp`, other))).text();
    assert.deepEqual(tracked.spans, []);
  });
});
