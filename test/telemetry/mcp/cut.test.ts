// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createNoopMeter, trace } from '@opentelemetry/api';
import { resolveConfig } from '../../../src/config/config.ts';
import { createObserver } from '../../../src/observe/observe.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';
import { Open } from '../../../src/telemetry/metric-attributes.ts';
import { track, type Tracked } from '../support/tracked.ts';

const request = JSON.stringify([
  { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'weather' } },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
]);
const answers = [
  { jsonrpc: '2.0', method: 'notifications/progress', params: {} },
  { jsonrpc: '2.0', id: 1, result: { content: [], isError: true } },
  { jsonrpc: '2.0', id: 2, error: { code: -32603, message: 'broken' } },
];
const bodies: Record<string, string> = {
  'application/json': JSON.stringify(answers.slice(1)),
  'text/event-stream': answers
    .map(answer => `data: ${JSON.stringify(answer)}\n\n`)
    .join(''),
};

describe('an MCP exchange that is cut', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  const observer = () =>
    createObserver(resolveConfig({}), {
      tracer: () => tracked.tracerOf('ours'),
      metrics: {
        begin: () => new Open({ attributes: {}, open: 0 }, undefined),
        expect() {},
        recordChunks() {},
        record() {},
        recordUnmeasured() {},
        recordCost() {},
      },
      meters: {
        provider: () => meters,
        meterOf: provider => provider.getMeter('ours'),
      },
    });

  const exchange = (body: string | undefined): Exchange => ({
    method: 'POST',
    url: new URL('http://localhost/mcp'),
    transport: 'fetch',
    body,
    headers: { get: () => undefined },
  });

  for (const [type, text] of Object.entries(bodies)) {
    const body = Buffer.from(text);
    it(`after any byte of ${type} ends one span for each message`, () => {
      const { observe } = observer();
      for (let length = 0; length <= body.length; length++) {
        tracked.spans.length = 0;
        const listener = observe(exchange(request))!;
        const headers = {
          get: (name: string) => (name === 'content-type' ? type : undefined),
        };
        listener.onResponse(200, headers, 1);
        listener.onBytes(body.subarray(0, length >> 1), 2);
        listener.onBytes(body.subarray(length >> 1, length), 3);
        const error = Object.assign(new Error('cut'), { code: 'ECONNRESET' });
        if (length % 2 === 0) listener.onError(error, 4);
        else listener.onAbandoned(undefined, 4);
        listener.onEnd(5);
        const ends = tracked.spans.map(
          ({ name, attributes }) => [name, attributes['error.type']] as const
        );
        assert.equal(ends.length, 2, String(length));
        const types = new Map(ends);
        const failure = length % 2 === 0 ? 'ECONNRESET' : 'aborted';
        const tool = types.get('tools/call weather');
        const list = types.get('tools/list');
        assert.ok(tool === 'tool_error' || tool === failure, String(tool));
        assert.ok(list === '-32603' || list === failure, String(list));
        if (length < body.length) continue;
        assert.deepEqual([tool, list], ['tool_error', '-32603']);
      }
    });
  }

  it('in its request has no span where the body is not known before it is sent', () => {
    const { observe } = observer();
    for (let length = 0; length < request.length; length++) {
      const listener = observe(exchange(undefined))!;
      assert.equal(
        listener.context(() => trace.getActiveSpan()),
        undefined
      );
      assert.equal(
        listener.onRequestBody(request.slice(0, length), false),
        true
      );
      listener.onAbandoned(undefined, 1);
    }
    assert.deepEqual(tracked.spans, []);
    const listener = observe(exchange(undefined))!;
    for (const letter of request) listener.onRequestBody(letter, false);
    listener.onResponse(200, { get: () => undefined }, 1);
    listener.onEnd(2);
    assert.equal(tracked.spans.length, 2);
  });
});

const meters = { getMeter: () => createNoopMeter() };
