// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject } from '../fields.ts';
import { tellUsage, tokensInDetails } from '../token-modalities.ts';

/**
 * Reads `usage` of chat completions and legacy completions, with the deviations of providers of that shape
 * (each is documented in its provider's API reference). Of several usages in one stream the last wins, unless it is all
 * zeros: they are cumulative.
 */
export function readUsage(
  value: unknown,
  facts: ResponseFacts,
  provider: string
): void {
  if (typeof value !== 'object') return;
  const usage = asObject(value);
  const prompt = asObject(usage['prompt_tokens_details']);
  const completion = asObject(usage['completion_tokens_details']);
  const cacheReadTokens = cacheReadOf(usage, prompt);
  const cacheWriteTokens = cacheWriteOf(usage, prompt);
  const reasoningTokens =
    asCount(completion['reasoning_tokens']) ??
    // Perplexity
    asCount(usage['reasoning_tokens']);
  const totals = totalsOf({
    input: asCount(usage['prompt_tokens']),
    output: asCount(usage['completion_tokens']),
    total: asCount(usage['total_tokens']),
    cached: (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    // xAI documents that its completion tokens leave the reasoning out.
    reasoningApart: provider === 'x_ai' ? (reasoningTokens ?? 0) : 0,
  });
  if (saysLess(totals, facts)) return;
  tellUsage(facts, {
    ...totals,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens,
    inputTokensBy: tokensInDetails(prompt),
    outputTokensBy: tokensInDetails(completion),
  });
}

/** Reads `usage` of the Responses API, and of images and sound, which count the same way. */
export function readResponsesUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  // Transcriptions have the name without an s: https://platform.openai.com/docs/api-reference/audio/json-object
  const input = asObject(
    usage['input_tokens_details'] ?? usage['input_token_details']
  );
  const output = asObject(usage['output_tokens_details']);
  const cacheReadTokens = cacheReadOf(usage, input);
  const cacheWriteTokens = cacheWriteOf(usage, input);
  const totals = totalsOf({
    input: asCount(usage['input_tokens']),
    output: asCount(usage['output_tokens']),
    total: asCount(usage['total_tokens']),
    cached: (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    reasoningApart: 0,
  });
  if (saysLess(totals, facts)) return;
  tellUsage(facts, {
    ...totals,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: asCount(output['reasoning_tokens']),
    // OpenAI does not tell them apart for text; servers that imitate it do.
    inputTokensBy: tokensInDetails(input),
    outputTokensBy: tokensInDetails(output),
  });
}

/** Whether a usage of zeros follows one with counts: some gateways close a stream with it. */
function saysLess(
  { inputTokens, outputTokens }: Totals,
  facts: ResponseFacts
): boolean {
  return (
    inputTokens === 0 &&
    (outputTokens ?? 0) === 0 &&
    ((facts.inputTokens ?? 0) > 0 || (facts.outputTokens ?? 0) > 0)
  );
}

/** Tokens read from a cache, at the places that providers give them. */
function cacheReadOf(
  usage: JsonObject,
  details: JsonObject
): number | undefined {
  return firstCount(
    details['cached_tokens'],
    // Mistral
    asObject(usage['prompt_token_details'])['cached_tokens'],
    usage['num_cached_tokens'],
    // Moonshot
    usage['cached_tokens'],
    // DeepSeek
    usage['prompt_cache_hit_tokens'],
    // LiteLLM, for Anthropic: https://docs.litellm.ai/docs/completion/prompt_caching
    usage['cache_read_input_tokens']
  );
}

/** Tokens written to a cache, at the places that providers give them. */
function cacheWriteOf(
  usage: JsonObject,
  details: JsonObject
): number | undefined {
  return firstCount(
    // OpenAI, OpenRouter: https://openrouter.ai/docs/use-cases/usage-accounting
    details['cache_write_tokens'],
    // LiteLLM
    details['cache_creation_tokens'],
    // DashScope: https://help.aliyun.com/zh/model-studio/context-cache
    details['cache_creation_input_tokens'],
    // LiteLLM, for Anthropic
    usage['cache_creation_input_tokens']
  );
}

function firstCount(...values: unknown[]): number | undefined {
  for (const value of values) {
    if (asCount(value) !== undefined) return value as number;
  }
  return undefined;
}

/** Totals as an OpenAI-shaped usage reports them. */
interface Reported {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly total: number | undefined;
  /** Tokens that were read from or written to a cache. */
  readonly cached: number;
  /** Reasoning that the provider documents not to be part of `output`. */
  readonly reasoningApart: number;
}

/**
 * The input with the cache and the output with the reasoning, as the conventions count them.
 *
 * A cache larger than the input stands beside it. A total above the sum of both says that one of them leaves
 * something out: the cache, where it is as large as the difference, else the reasoning, as Gemini's OpenAI-compatible
 * endpoint does, which does not even report it (https://ai.google.dev/gemini-api/docs/openai).
 */
function totalsOf({
  input,
  output,
  total,
  cached,
  reasoningApart,
}: Reported): Totals {
  const missing =
    total === undefined || input === undefined
      ? 0
      : total - input - (output ?? 0);
  const cacheApart =
    input !== undefined && cached > 0 && (cached > input || missing === cached);
  const left = missing - (cacheApart ? cached : 0);
  const extra = left > 0 ? left : reasoningApart;
  return {
    inputTokens: cacheApart ? input + cached : input,
    outputTokens:
      output === undefined && left <= 0 ? undefined : (output ?? 0) + extra,
  };
}

interface Totals {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}
