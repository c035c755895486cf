// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { anthropicMessages } from '../../../src/dialects/anthropic/messages.ts';
import { readAnthropicUsage } from '../../../src/dialects/anthropic/usage.ts';

const route = { provider: 'anthropic', operation: 'chat' } as const;

function usageOf(...usages: unknown[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const usage of usages) readAnthropicUsage(usage, facts);
  return facts;
}

function factsOf(...events: unknown[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const event of events) anthropicMessages.readEvent(event, facts, route);
  return facts;
}

describe('readAnthropicUsage', () => {
  it('adds the cache to the input', () => {
    assert.deepEqual(
      usageOf({
        input_tokens: 1,
        cache_read_input_tokens: 20,
        cache_creation_input_tokens: 300,
        output_tokens: 4000,
      }),
      {
        inputTokens: 321,
        cacheReadTokens: 20,
        cacheWriteTokens: 300,
        outputTokens: 4000,
      }
    );
  });

  it('reports zeros that were reported', () => {
    assert.deepEqual(
      usageOf({
        input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
        output_tokens: 0,
        output_tokens_details: { thinking_tokens: 0 },
      }),
      {
        inputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 0,
        reasoningTokens: 0,
      }
    );
  });

  it('reports nothing that was not', () => {
    for (const nothing of [undefined, null, {}, [], 'usage', 3]) {
      assert.deepEqual(usageOf(nothing), {});
    }
    assert.deepEqual(usageOf({ cache_read_input_tokens: 20 }), {
      cacheReadTokens: 20,
    });
  });

  it('adds up anew what later events tell, in whichever of them it stands', () => {
    const input = { input_tokens: 1 };
    const read = { cache_read_input_tokens: 20 };
    const written = { cache_creation_input_tokens: 300 };
    const all = {
      inputTokens: 321,
      cacheReadTokens: 20,
      cacheWriteTokens: 300,
    };
    assert.deepEqual(usageOf({ ...input, ...read, ...written }, {}), all);
    assert.deepEqual(usageOf(input, { ...read, ...written }), all);
    assert.deepEqual(usageOf(read, { ...input, ...written }), {
      ...all,
    });
    assert.deepEqual(usageOf({ ...input, ...read }, written, all), all);
    assert.deepEqual(
      usageOf({ input_tokens: 9, ...read }, { ...input, ...written }),
      all
    );
  });

  it('takes the last of several, but no 0 for a count that was told', () => {
    assert.deepEqual(
      usageOf(
        { input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 1 },
        { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 9 },
        { input_tokens: 6 }
      ),
      { inputTokens: 13, cacheReadTokens: 7, outputTokens: 9 }
    );
  });
});

describe('Events of Anthropic', () => {
  it('do not tell the output of a message that has only begun', () => {
    const usage = { input_tokens: 3, output_tokens: 8 };
    assert.deepEqual(
      factsOf({ type: 'message_start', message: { id: 'm', usage } }),
      { id: 'm', inputTokens: 3 }
    );
  });

  it('are complete with message_stop, and not before', () => {
    const delta = {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: 3 },
    };
    const told = { finishReasons: ['end_turn'], outputTokens: 3 };
    assert.deepEqual(factsOf(delta), told);
    assert.deepEqual(factsOf(delta, { type: 'message_stop' }), {
      ...told,
      complete: true,
    });
  });

  it('keep the reason that was given when another message_delta gives none', () => {
    const delta = (stop_reason: unknown) => ({
      type: 'message_delta',
      delta: { stop_reason },
    });
    assert.deepEqual(factsOf(delta('tool_use'), delta(null)), {
      finishReasons: ['tool_use'],
    });
  });

  it('tell of an error by its type, also without their own', () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const types = [
      { type: 'error', error },
      { error },
      { type: 'error', error: { type: 'not a word', message: 'x' } },
      { type: 'error' },
      { type: 'content_block_delta', delta: { text: 'error' } },
    ].map(event => factsOf(event).errorType);
    assert.deepEqual(types, [
      'overloaded_error',
      'overloaded_error',
      '_OTHER',
      '_OTHER',
      undefined,
    ]);
  });
});

describe('Requests of Anthropic', () => {
  const read = (body: Record<string, unknown>, url: string) =>
    anthropicMessages.readRequest(
      body,
      new URL(url),
      { get: () => undefined },
      route
    );

  it('have the model in the body, else in the path', () => {
    const path = '/publishers/anthropic/models/claude%40x:rawPredict';
    const vertex = `https://aiplatform.googleapis.com/v1${path}`;
    assert.deepEqual(read({}, vertex), { model: 'claude@x' });
    assert.deepEqual(read({ model: 'm' }, vertex), { model: 'm' });
    assert.deepEqual(read({}, 'https://api.anthropic.com/v1/messages'), {});
  });

  it('stream by their body, or by the method of Vertex AI', () => {
    const base = 'https://h/publishers/anthropic/models/c';
    const streams = [
      read({ stream: true }, `${base}:rawPredict`),
      read({ stream: false }, `${base}:rawPredict`),
      read({}, `${base}:streamRawPredict`),
      read({ stream: 1 }, 'https://api.anthropic.com/v1/messages'),
    ].map(request => request.stream);
    assert.deepEqual(streams, [true, undefined, true, undefined]);
  });
});
