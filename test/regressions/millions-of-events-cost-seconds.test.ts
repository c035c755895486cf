// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Call } from '../../src/call.ts';
import { resolveConfig } from '../../src/config/config.ts';
import { openaiChat } from '../../src/dialects/openai/chat.ts';
import { forgetReports, reportTo } from '../../src/guard.ts';
import { ResponseReader } from '../../src/observe/response-reader.ts';

describe('a stream of a million empty events', () => {
  it('is measured for as many chunks as an answer can have, and read to its end', () => {
    const call: Call = {
      provider: 'openai',
      operation: 'chat',
      serverAddress: 'model.example',
      serverPort: 443,
      resendCount: 0,
      request: { stream: true },
      response: {},
      times: { start: 0 },
      chunkIntervals: [],
      status: 200,
    };
    const said: string[] = [];
    forgetReports();
    reportTo((where, text) => said.push(`${where}: ${text}`));
    let recorded = 0;
    const recognised = {
      dialect: openaiChat,
      provider: 'openai',
      operation: 'chat',
      ambiguous: false,
      presentMembers: new Set<string>(),
    } as const;
    const metrics = {
      recordChunks() {
        recorded += call.chunkIntervals.splice(0).length;
      },
    };
    const reader = new ResponseReader(
      {
        call,
        config: resolveConfig({}),
        content: undefined,
        telemetry: { metrics },
        span: { measured: new Set() },
      },
      recognised
    );
    reader.begin({
      get: name =>
        name === 'content-type' ? 'application/x-ndjson' : undefined,
    });
    const events = Buffer.from('{}\n'.repeat(10_000));
    for (let at = 1; at <= 100; at++) reader.push(events, at);
    const last = '{"usage":{"prompt_tokens":3},"choices":[]}\n';
    reader.push(Buffer.from(last), 101);
    reader.end();
    reportTo(() => {});
    metrics.recordChunks();
    assert.equal(recorded, 131_071);
    assert.deepEqual(said, [
      'chunks: a stream had more than 131072 chunks; the time between further ones is not recorded',
    ]);
    assert.equal(call.times.lastChunk, 101);
    assert.equal(call.response.inputTokens, 3);
  });
});
