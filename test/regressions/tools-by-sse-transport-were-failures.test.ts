// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { forgetReports } from '../../src/guard.ts';
import { scriptedServer } from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';

// Servers of the HTTP+SSE transport accept each request with 202 and answer in the stream of a GET: each was a failure.
describe('a request to an MCP server of the HTTP+SSE transport', () => {
  it('has a span without an error, and is not measured', async () => {
    const said: string[] = [];
    forgetReports();
    const say = (...words: unknown[]): void => void said.push(words.join(' '));
    diag.setLogger(
      { error: say, warn: say, info: say, debug: say, verbose: say },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true }
    );
    const tracked = track({
      slo: {
        service: 'agent',
        objectives: [
          {
            name: 'tools',
            kind: 'availability',
            target: 99,
            match: { operation: 'execute_tool' },
          },
        ],
      },
    });
    const server = await scriptedServer((_, response) =>
      response.writeHead(202).end('Accepted')
    );
    try {
      for (const message of [
        { id: 1, method: 'initialize', params: {} },
        { method: 'notifications/initialized' },
        { id: 2, method: 'tools/call', params: { name: 'add' } },
        { id: 3, method: 'tools/call', params: { name: 'add' } },
      ]) {
        const body = JSON.stringify({ jsonrpc: '2.0', ...message });
        const url = `${server.origin}/mcp?sessionId=1`;
        await (await fetch(url, { method: 'POST', body })).text();
      }
      const [initialize, , ...calls] = tracked.spans;
      assert.equal(calls.length, 2);
      for (const { attributes, status } of [initialize!, ...calls]) {
        assert.equal(attributes['error.type'], undefined);
        assert.equal(status.code, 0);
      }
      const series = await tracked.series('mcp.client.operation.duration');
      assert.deepEqual(
        series.map(({ attributes }) => attributes['mcp.method.name']),
        ['notifications/initialized']
      );
      const events = await tracked.values('genai.slo.events');
      assert.ok(events.length > 0);
      for (const event of events) assert.equal(event['value'], 0);
      const lines = said.filter(line => line.includes('HTTP+SSE'));
      assert.equal(lines.length, 1);
    } finally {
      await tracked.stop();
      await server.close();
      diag.disable();
    }
  });
});
