// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../src/slo/objectives/objective-input.ts';
import { latencySeries } from '../../../src/slo/sli/metric-names.ts';
import {
  completion,
  json,
  scriptedServer,
} from '../support/scripted-server.ts';
import { track } from '../support/tracked.ts';
import { startMcpServer } from './server.ts';

const tools = { operation: 'execute_tool' };

describe('an objective on the calls of tools', () => {
  const objectives: ObjectiveInput[] = [
    { name: 'tools', kind: 'availability', target: 99, match: tools },
    {
      name: 'slow',
      kind: 'latency',
      threshold: '1m',
      target: 95,
      match: { ...tools, tool: ['weather', 'x*'] },
      groupBy: [],
    },
    { name: 'all', kind: 'availability', target: 99 },
  ];

  it('counts them, by tool, and no other objective does', async () => {
    const server = await startMcpServer();
    const llm = await scriptedServer((_, response) =>
      json(response, 200, completion)
    );
    const tracked = track({ slo: { service: 'agent', objectives } });
    try {
      const call = async (name: string, method = 'tools/call') => {
        const params = { name };
        const body = { jsonrpc: '2.0', id: 1, method, params };
        const response = await fetch(`${server.origin}/mcp`, {
          method: 'POST',
          body: JSON.stringify(body),
        });
        await response.text();
      };
      await call('weather');
      await call('weather');
      // A tool that fails is against the objective, wrong parameters are not.
      await call('fails');
      await call('missing');
      await call('weather', 'tools/list');
      const chat = await fetch(`${llm.origin}/v1/chat/completions`, {
        method: 'POST',
        body: '{"model":"gpt-4o"}',
      });
      await chat.text();
      const events = await tracked.values('genai.slo.events');
      const tool = 'gen_ai.tool.name';
      const counted = events
        .filter(({ value }) => value !== 0)
        .map(event => [
          event['slo'],
          event[tool] ?? event['gen_ai.request.model'],
          event['outcome'],
          event['value'],
        ]);
      assert.deepEqual(counted.sort(), [
        ['all', 'gpt-4o', 'good', 1],
        ['slow', undefined, 'good', 2],
        ['tools', 'fails', 'bad', 1],
        ['tools', 'missing', 'excluded', 1],
        ['tools', 'weather', 'good', 2],
      ]);
      // Zeros before the first failure: a counter that begins with one has not grown.
      assert.ok(
        events.some(event => event[tool] === 'weather' && event['value'] === 0)
      );
      const [duration] = await tracked.series('mcp.client.operation.duration');
      assert.ok(duration!.boundaries.includes(60));
    } finally {
      await tracked.stop();
      await server.close();
      await llm.close();
    }
  });

  it('reads their histogram, in each profile', () => {
    const [first] = resolveObjectives({
      service: 'agent',
      objectives,
    }).objectives;
    assert.deepEqual(first!.groupBy, ['tool']);
    for (const semconv of ['v1.41', 'latest'] as const) {
      const series = (match: object) =>
        latencySeries('duration', { semconv }, match);
      assert.equal(series(first!.match), 'mcp_client_operation_duration');
      assert.notEqual(series({}), 'mcp_client_operation_duration');
    }
  });

  it('has nothing that calls of tools have not', () => {
    const target = { name: 'a', kind: 'availability', target: 99 } as const;
    const latency = {
      name: 'a',
      kind: 'latency',
      threshold: '1s',
      target: 99,
    } as const;
    const refused: readonly ObjectiveInput[] = [
      { ...target, match: { ...tools, model: 'gpt-4o' } },
      { ...target, match: { ...tools, provider: 'openai' } },
      { ...target, match: { ...tools, stream: true } },
      { ...target, match: { ...tools, transport: 'http' } },
      { ...target, match: { operation: ['chat', 'execute_tool'] } },
      { ...target, match: { tool: 'weather' } },
      { ...target, match: tools, groupBy: ['model'] },
      { ...target, groupBy: ['tool'] },
      { ...latency, metric: 'time_to_first_chunk', match: tools },
      { name: 'a', kind: 'cost', budget: 1, match: tools },
    ];
    for (const objective of refused) {
      assert.throws(
        () => resolveObjectives({ service: 'agent', objectives: [objective] }),
        /tool/,
        JSON.stringify(objective)
      );
    }
    resolveObjectives({
      service: 'agent',
      objectives: [{ ...target, match: tools, groupBy: ['operation', 'tool'] }],
    });
  });
});
