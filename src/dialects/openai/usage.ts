// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { asCount, asObject } from '../fields.ts';
import { tellUsage, tokensInDetails } from '../token-modalities.ts';

/**
 * `usage` of chat completions and legacy completions, with what providers of that shape do otherwise
 * (each is documented in its provider's API reference). Of several usages in one stream the last wins: they are cumulative.
 */
export function readUsage(
  value: unknown,
  facts: ResponseFacts,
  provider: string
): void {
  const usage = asObject(value);
  const prompt = asObject(usage['prompt_tokens_details']);
  const completion = asObject(usage['completion_tokens_details']);
  const cacheReadTokens =
    asCount(prompt['cached_tokens']) ??
    // Mistral
    asCount(asObject(usage['prompt_token_details'])['cached_tokens']) ??
    asCount(usage['num_cached_tokens']) ??
    // Moonshot
    asCount(usage['cached_tokens']) ??
    // DeepSeek
    asCount(usage['prompt_cache_hit_tokens']);
  const reasoningTokens =
    asCount(completion['reasoning_tokens']) ??
    // Perplexity
    asCount(usage['reasoning_tokens']);
  let inputTokens = asCount(usage['prompt_tokens']);
  let outputTokens = asCount(usage['completion_tokens']);
  if (provider === 'x_ai') {
    inputTokens = withCached(inputTokens, cacheReadTokens);
    outputTokens = plus(outputTokens, reasoningTokens);
  }
  tellUsage(facts, {
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens: asCount(prompt['cache_write_tokens']),
    reasoningTokens,
    inputTokensBy: tokensInDetails(prompt),
    outputTokensBy: tokensInDetails(completion),
  });
}

/** xAI: more cached tokens than prompt tokens means that the prompt tokens are those outside of the cache. */
function withCached(
  input: number | undefined,
  cached: number | undefined
): number | undefined {
  return cached !== undefined && input !== undefined && cached > input
    ? input + cached
    : input;
}

/** xAI: the completion tokens leave the reasoning out. */
function plus(
  output: number | undefined,
  reasoning: number | undefined
): number | undefined {
  return output === undefined ? undefined : output + (reasoning ?? 0);
}
