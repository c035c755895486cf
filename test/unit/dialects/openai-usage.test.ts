// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { readUsage } from '../../../src/dialects/openai/usage.ts';

function usageOf(provider: string, ...usages: unknown[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const usage of usages) readUsage(usage, facts, provider);
  return facts;
}

const cachedBeyondPrompt = {
  prompt_tokens: 10,
  completion_tokens: 2,
  prompt_tokens_details: { cached_tokens: 11 },
  completion_tokens_details: { reasoning_tokens: 7 },
};

describe('readUsage', () => {
  it('reports zeros that were reported', () => {
    assert.deepEqual(
      usageOf('openai', {
        prompt_tokens: 0,
        completion_tokens: 0,
        prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      }),
      {
        inputTokens: 0,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      }
    );
  });

  it('reports nothing that was not', () => {
    for (const nothing of [undefined, null, {}, [], 'usage', 3]) {
      assert.deepEqual(usageOf('x_ai', nothing), {});
    }
  });

  it('adds reasoning to the output of xAI alone', () => {
    const usage = {
      completion_tokens: 2,
      completion_tokens_details: { reasoning_tokens: 7 },
    };
    assert.deepEqual(
      ['x_ai', 'openai', 'openrouter'].map(name => usageOf(name, usage)),
      [
        { outputTokens: 9, reasoningTokens: 7 },
        { outputTokens: 2, reasoningTokens: 7 },
        { outputTokens: 2, reasoningTokens: 7 },
      ]
    );
  });

  it('adds the cache to the input when it is larger than that', () => {
    assert.deepEqual(usageOf('x_ai', cachedBeyondPrompt), {
      inputTokens: 21,
      outputTokens: 9,
      cacheReadTokens: 11,
      reasoningTokens: 7,
    });
    assert.deepEqual(usageOf('openai', cachedBeyondPrompt), {
      inputTokens: 21,
      outputTokens: 2,
      cacheReadTokens: 11,
      reasoningTokens: 7,
    });
  });

  it('leaves the input of xAI alone when all of it came from the cache', () => {
    const usage = {
      prompt_tokens: 10,
      prompt_tokens_details: { cached_tokens: 10 },
    };
    assert.deepEqual(usageOf('x_ai', usage), {
      inputTokens: 10,
      cacheReadTokens: 10,
    });
  });

  it('invents no output of xAI from its reasoning', () => {
    const usage = { completion_tokens_details: { reasoning_tokens: 7 } };
    assert.deepEqual(usageOf('x_ai', usage), { reasoningTokens: 7 });
  });

  it('takes the last of several, and keeps what that leaves out', () => {
    assert.deepEqual(
      usageOf(
        'perplexity',
        { prompt_tokens: 5, completion_tokens: 1, reasoning_tokens: 3 },
        { prompt_tokens: 5, completion_tokens: 2 },
        null
      ),
      { inputTokens: 5, outputTokens: 2, reasoningTokens: 3 }
    );
  });

  it('prefers the usual place of cached tokens', () => {
    const places = {
      prompt_tokens_details: { cached_tokens: 1 },
      prompt_token_details: { cached_tokens: 2 },
      num_cached_tokens: 3,
      cached_tokens: 4,
      prompt_cache_hit_tokens: 5,
    };
    const found = Object.keys(places).map((_, index) =>
      usageOf('openai', Object.fromEntries(Object.entries(places).slice(index)))
    );
    assert.deepEqual(
      found,
      [1, 2, 3, 4, 5].map(cacheReadTokens => ({ cacheReadTokens }))
    );
  });
});
