// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../src/call.ts';
import { openaiChat } from '../../src/dialects/openai/chat.ts';
import { openaiResponses } from '../../src/dialects/openai/responses.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';

function read(dialect: Dialect, usage: object): ResponseFacts {
  const facts: ResponseFacts = {};
  const route = { provider: 'openai', operation: 'chat' } as const;
  dialect.readResponse({ usage }, { get: () => undefined }, facts, route);
  return facts;
}

describe('Usage of chat completions', () => {
  const outputs: Record<string, [usage: object, output: number | undefined]> = {
    'adds reasoning that only the total includes': [
      { prompt_tokens: 40, completion_tokens: 11, total_tokens: 120 },
      80,
    ],
    'adds it where the output is 0': [
      {
        prompt_tokens: 21,
        completion_tokens: 0,
        total_tokens: 81,
        completion_tokens_details: { reasoning_tokens: 60 },
      },
      60,
    ],
    'adds it where the output is left out': [
      { prompt_tokens: 21, total_tokens: 81 },
      60,
    ],
    'leaves an output alone that includes its reasoning': [
      {
        prompt_tokens: 20,
        completion_tokens: 603,
        total_tokens: 623,
        completion_tokens_details: { reasoning_tokens: 405 },
      },
      603,
    ],
    'leaves an output alone where the total is too small': [
      { prompt_tokens: 20, completion_tokens: 5, total_tokens: 20 },
      5,
    ],
    'invents no output of a total that equals the input': [
      { prompt_tokens: 20, total_tokens: 20 },
      undefined,
    ],
  };
  for (const [name, [usage, output]] of Object.entries(outputs)) {
    it(name, () => {
      assert.equal(read(openaiChat, usage).outputTokens, output);
    });
  }

  it('adds a cache that stands beside the input to the input', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 145,
      cache_read_input_tokens: 30,
      cache_creation_input_tokens: 10,
    };
    assert.deepEqual(read(openaiChat, usage), {
      inputTokens: 140,
      outputTokens: 5,
      cacheReadTokens: 30,
      cacheWriteTokens: 10,
    });
  });

  it('reads the names of the Responses API, too', () => {
    const usage = {
      input_tokens: 100,
      output_tokens: 5,
      input_tokens_details: { cached_tokens: 30 },
    };
    assert.deepEqual(read(openaiChat, usage), {
      inputTokens: 100,
      outputTokens: 5,
      cacheReadTokens: 30,
    });
  });

  it('prefers a cache with tokens to a zero in another member', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 0 },
      prompt_cache_hit_tokens: 30,
    };
    assert.equal(read(openaiChat, usage).cacheReadTokens, 30);
  });

  for (const usage of [
    { prompt_tokens_details: { cache_write_tokens: 7 } },
    { prompt_tokens_details: { cache_creation_tokens: 7 } },
    { prompt_tokens_details: { cache_creation_input_tokens: 7 } },
    { cache_creation_input_tokens: 7 },
    // new-api sends every member, most of them zero.
    {
      prompt_tokens_details: {
        cached_creation_tokens: 7,
        cache_write_tokens: 0,
      },
    },
    {
      prompt_tokens_details: {
        cache_creation: {
          ephemeral_5m_input_tokens: 3,
          ephemeral_1h_input_tokens: 4,
        },
      },
    },
  ]) {
    it(`reads tokens written to the cache from ${JSON.stringify(usage)}`, () => {
      assert.equal(read(openaiChat, usage).cacheWriteTokens, 7);
    });
  }
});

describe('Usage of the Responses API', () => {
  it('follows the same rules', () => {
    const usage = {
      input_tokens: 40,
      output_tokens: 11,
      total_tokens: 120,
      input_tokens_details: { cache_creation_tokens: 3 },
    };
    assert.deepEqual(read(openaiResponses, usage), {
      inputTokens: 40,
      outputTokens: 80,
      cacheWriteTokens: 3,
    });
  });
});
