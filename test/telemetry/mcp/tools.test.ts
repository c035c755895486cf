// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { context, trace, type Attributes } from '@opentelemetry/api';
import type { GenAIInstrumentationConfig } from '../../../src/index.ts';
import { track, type Tracked } from '../support/tracked.ts';
import { startMcpServer, type McpServer } from './server.ts';

const DURATION = 'mcp.client.operation.duration';

describe('the call of a tool by MCP', () => {
  let tracked: Tracked | undefined;
  let server: McpServer;

  beforeEach(async () => {
    server = await startMcpServer();
  });
  afterEach(async () => {
    await tracked?.stop();
    await server.close();
  });

  const start = (config?: GenAIInstrumentationConfig): Tracked =>
    (tracked = track(config));

  const call = async (path = '/mcp', tool = 'weather'): Promise<void> => {
    const params = { name: tool, arguments: { city: 'Oslo', key: 'sk-1' } };
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const response = await fetch(server.origin + path, {
      method: 'POST',
      headers: { accept: 'application/json, text/event-stream' },
      body: JSON.stringify(message),
    });
    await response.text();
  };

  const within = async (attributes: Attributes): Promise<void> => {
    const span = tracked!.tracer.startSpan('theirs', { attributes });
    await context.with(trace.setSpan(context.active(), span), () => call());
    span.end();
  };
  const names = (): string[] => tracked!.spans.map(({ name }) => name);

  it('adds to the span of its execution, and is measured', async () => {
    const { spans, series } = start();
    await within({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'weather',
      'server.address': 'their-name',
    });
    assert.deepEqual(names(), ['theirs']);
    assert.deepEqual(spans[0]!.attributes, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'weather',
      'server.address': 'their-name',
      'mcp.method.name': 'tools/call',
      'jsonrpc.request.id': '1',
      'network.protocol.name': 'http',
      'network.transport': 'tcp',
      'server.port': Number(new URL(server.origin).port),
    });
    assert.equal((await series(DURATION))[0]?.count, 1);
  });

  it('has a span of its own inside of any other span', async () => {
    start();
    const execution = { 'gen_ai.operation.name': 'execute_tool' };
    await within({ 'gen_ai.operation.name': 'invoke_agent' });
    await within({ ...execution, 'gen_ai.tool.name': 'other' });
    await within({ ...execution, 'mcp.method.name': 'tools/list' });
    const both = ['tools/call weather', 'theirs'];
    assert.deepEqual(names(), [...both, ...both, ...both]);
  });

  it('has a span of its own where duplicates are asked for', async () => {
    start({ duplicates: 'separate' });
    await within({ 'gen_ai.operation.name': 'execute_tool' });
    assert.deepEqual(names(), ['tools/call weather', 'theirs']);
  });

  const ARGUMENTS = 'gen_ai.tool.call.arguments';
  const RESULT = 'gen_ai.tool.call.result';
  const content = (): unknown[] => {
    const { attributes } = tracked!.spans[0]!;
    return [attributes[ARGUMENTS], attributes[RESULT]];
  };
  const answer = '{"content":[{"type":"text","text":"It is weather."}]}';

  for (const path of ['/mcp', '/sse']) {
    it(`tells its content only where it is asked for, at ${path}`, async () => {
      start();
      await call(path);
      assert.deepEqual(content(), [undefined, undefined]);
      await tracked!.stop();
      start({ captureContent: 'span' });
      await call(path);
      const given = '{"city":"Oslo","key":"sk-1"}';
      assert.deepEqual(content(), [given, answer]);
      await tracked!.stop();
      // The conventions have no event for it.
      start({ captureContent: 'event' });
      await call(path);
      assert.deepEqual(content(), [undefined, undefined]);
    });
  }

  it('lets the hook for content redact it, and keeps it within the bound', async () => {
    start({
      captureContent: 'span',
      contentHook: ({ inputMessages, outputMessages }) => {
        const part = inputMessages![0]!.parts[0];
        assert.equal(part?.type, 'tool_call');
        return {
          inputMessages: [
            {
              role: 'assistant',
              parts: [{ ...part, arguments: { city: 'redacted' } }],
            },
          ],
          ...(outputMessages && { outputMessages }),
        };
      },
    });
    await call();
    assert.deepEqual(content(), ['{"city":"redacted"}', answer]);
    await tracked!.stop();
    start({ captureContent: 'span', maxContentBytes: 260 });
    await call('/mcp', 'w'.repeat(1000));
    for (const text of content()) {
      assert.ok(text === undefined || (text as string).length < 260);
    }
    await tracked!.stop();
    start({ captureContent: 'span', contentHook: () => undefined });
    await call();
    assert.deepEqual(content(), [undefined, undefined]);
  });

  it('asks the hooks for requests and responses, and may be left out', async () => {
    const told: unknown[] = [];
    start({
      requestHook: (span, { operation, provider }) =>
        told.push([span.isRecording(), operation, provider]),
      responseHook: (_, { status, errorType }) =>
        told.push([status, errorType]),
    });
    await call('/mcp', 'fails');
    assert.deepEqual(told, [
      [true, 'tools/call', 'mcp'],
      [200, 'tool_error'],
    ]);
    await tracked!.stop();
    start({ ignoreRequest: ({ operation }) => operation === 'tools/call' });
    await call();
    assert.deepEqual(tracked!.spans, []);
  });

  it('has a tool of the metric up to a bound, and attributes as the options say', async () => {
    start({ metricAttributes: ['error.type'] });
    for (let index = 0; index < 210; index++) await call('/mcp', `t${index}`);
    const series = await tracked!.series(DURATION);
    assert.equal(series.length, 201);
    assert.ok(
      series.some(
        ({ attributes }) => attributes['gen_ai.tool.name'] === '_OTHER'
      )
    );
    assert.ok(!('server.address' in series[0]!.attributes));
  });
});
