// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { McpAttempts } from '../../../src/observe/mcp/attempts.ts';
import { McpSessionExchange } from '../../../src/observe/mcp/session-exchange.ts';
import {
  McpSessions,
  type WaitingRequest,
} from '../../../src/observe/mcp/sessions.ts';
import type { McpMetrics } from '../../../src/telemetry/mcp/metrics.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

const peer = { serverAddress: 'a', serverPort: 1, httpVersion: undefined };

function sessionsWith(): {
  sessions: McpSessions;
  recorded: number[];
  open: Set<object>;
} {
  const recorded: number[] = [];
  const open = new Set<object>();
  const metrics = {
    recordSession: (_peer: object, _type: unknown, seconds: number) =>
      recorded.push(seconds),
  } as unknown as McpMetrics;
  const sessions = new McpSessions(metrics, {
    add: each => open.add(each),
    delete: each => open.delete(each),
  });
  return { sessions, recorded, open };
}

/** A request that writes down how it ended. */
function waiting(id: string, ends: string[]): WaitingRequest {
  return {
    id,
    answer: ({ errorCode }) => ends.push(`${id} ${errorCode ?? 'answered'}`),
    giveUp: () => ends.push(`${id} given up`),
  };
}

describe('sessions of MCP clients', () => {
  it('are a thousand at most, each ended as of its last message', () => {
    const { sessions, recorded, open } = sessionsWith();
    const now = performance.now();
    sessions.begin('first', peer, now - 9000);
    sessions.begin('first', peer, now);
    sessions.touch('first', now - 4000);
    sessions.touch('nobody', now);
    for (let index = 1; index < 1000; index++) {
      sessions.begin(String(index), peer, now);
    }
    assert.deepEqual(recorded, []);
    sessions.begin('one more', peer, now);
    assert.deepEqual(recorded.map(Math.round), [5]);
    assert.equal(sessions.has('first'), false);
    assert.equal(open.size, 1000);
    sessions.end('first', now);
    assert.equal(recorded.length, 1);
  });

  it('have at most a hundred requests that wait', () => {
    const { sessions } = sessionsWith();
    const ends: string[] = [];
    assert.equal(sessions.wait('a', waiting('1', ends)), false);
    sessions.begin('a', peer, 0);
    for (let id = 0; id < 100; id++) {
      assert.ok(sessions.wait('a', waiting(String(id), ends)));
    }
    assert.equal(sessions.wait('a', waiting('100', ends)), false);
    sessions.answer('a', { id: '7', errorCode: '-1' }, 200, 1);
    sessions.answer('a', { id: '7' }, 200, 1);
    assert.equal(sessions.wait('a', waiting('8', ends)), false);
    sessions.end('a', 2);
    assert.deepEqual(ends.slice(0, 2), ['7 -1', '0 given up']);
    assert.equal(ends.length, 100);
  });

  it('have responses in a stream that breaks', () => {
    const { sessions } = sessionsWith();
    const ends: string[] = [];
    sessions.begin('a', peer, 0);
    sessions.wait('a', waiting('1', ends));
    sessions.wait('a', waiting('2', ends));
    const exchange = new McpSessionExchange(sessions, 'a', 'GET', ROOT_CONTEXT);
    exchange.bindCaller(new EventEmitter());
    assert.equal(exchange.onRequestBody(), true);
    assert.equal(
      exchange.context(() => 7),
      7
    );
    exchange.onResponse(
      200,
      {
        get: name =>
          name === 'content-type' ? 'text/event-stream' : undefined,
      },
      1
    );
    const event = (id: number) =>
      Buffer.from(`data: {"jsonrpc":"2.0","id":${id},"result":{}}\n`);
    exchange.onBytes(event(1));
    exchange.onBytes(event(2));
    exchange.onError();
    assert.deepEqual(ends, ['1 answered', '2 answered']);
    assert.ok(sessions.has('a'));
    const refused = new McpSessionExchange(sessions, 'a', 'GET', ROOT_CONTEXT);
    refused.onResponse(405, { get: () => undefined }, 1);
    refused.onBytes(event(1));
    refused.onEnd();
    assert.ok(sessions.has('a'));
  });
});

describe('attempts at messages of MCP clients', () => {
  const exchange = (body: string | undefined): Exchange => ({
    method: 'POST',
    url: new URL('http://localhost/mcp'),
    transport: 'fetch',
    body,
    headers: { get: () => undefined },
  });

  it('are remembered for fifty messages of moderate length', () => {
    const attempts = new McpAttempts();
    for (let id = 0; id <= 50; id++) attempts.ended(exchange(`${id}`), true);
    assert.equal(attempts.resendCount(exchange('0')), 0);
    assert.equal(attempts.resendCount(exchange('50')), 1);
    for (const body of ['x'.repeat(5000), undefined]) {
      attempts.ended(exchange(body), true);
      assert.equal(attempts.resendCount(exchange(body)), 0);
    }
  });
});
