// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openaiChat } from '../../src/dialects/openai/chat.ts';
import { RequestReader } from '../../src/observe/request-reader.ts';

describe('a request body that is written byte by byte', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  function used(): number {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  }

  const url = new URL('http://127.0.0.1/v1/chat/completions');
  const exchange = {
    method: 'POST',
    url,
    transport: 'http',
    body: undefined,
    headers: { get: () => undefined },
  } as const;
  const recognised = {
    dialect: openaiChat,
    provider: 'openai',
    operation: 'chat',
    ambiguous: false,
    presentMembers: new Set<string>(),
  } as const;

  it('is read, and holds less than 64 KiB', () => {
    const reader = new RequestReader(exchange, recognised);
    const body = `{"messages":[{"content":"${'word '.repeat(60_000)}"}],"model":"m"}`;
    const bytes = Buffer.from(body);
    const before = used();
    for (let at = 0; at < bytes.length - 1; at++) {
      reader.push(bytes.subarray(at, at + 1), false);
    }
    const held = used() - before;
    assert.ok(held < 64 * 1024, `held ${held}`);
    const read = reader.push(bytes.subarray(bytes.length - 1), true);
    assert.equal(read?.facts.model, 'm');
  });

  it('as text is read, and holds less than 64 KiB', () => {
    const reader = new RequestReader(exchange, recognised);
    // The buffer for encoded text is made once.
    reader.push('[', false);
    const before = used();
    for (let times = 0; times < 200_000; times++) reader.push('[', false);
    const held = used() - before;
    assert.ok(held < 64 * 1024, `held ${held}`);
    assert.equal(reader.end()?.facts.model, undefined);
  });
});
