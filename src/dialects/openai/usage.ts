// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts, TokensByModality } from '../../call.ts';
import { writesByLifetime } from '../anthropic/usage.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, said, writeUsage } from '../fields.ts';

/**
 * Reads `usage` of chat completions and legacy completions, with the deviations of providers that use this format
 * (each is documented in its provider's API reference). Usages in one stream are cumulative, so the last one is used,
 * unless it is all zeros.
 */
export function readUsage(
  value: unknown,
  facts: ResponseFacts,
  provider: string
): void {
  // Every chunk but the last one has `"usage": null`.
  if (typeof value !== 'object' || value === null) return;
  const usage = asObject(value);
  // Some gateways use the names of the Responses API here, too.
  const prompt = asObject(
    usage['prompt_tokens_details'] ?? usage['input_tokens_details']
  );
  const completion = asObject(
    usage['completion_tokens_details'] ?? usage['output_tokens_details']
  );
  const cacheReadTokens = cacheReadOf(usage, prompt);
  const cacheWriteTokens = cacheWriteOf(usage, prompt);
  const reasoningTokens =
    asCount(completion['reasoning_tokens']) ??
    // Perplexity
    asCount(usage['reasoning_tokens']);
  const totals = totalsOf({
    input: asCount(usage['prompt_tokens']) ?? asCount(usage['input_tokens']),
    output:
      asCount(usage['completion_tokens']) ?? asCount(usage['output_tokens']),
    total: asCount(usage['total_tokens']),
    cached: (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    // xAI documents that its completion tokens exclude reasoning.
    reasoningApart: provider === 'x_ai' ? (reasoningTokens ?? 0) : 0,
  });
  if (saysLess(totals, facts)) return;
  writeUsage(facts, {
    ...totals,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens,
    inputTokensBy: tokensInDetails(prompt),
    outputTokensBy: tokensInDetails(completion),
  });
}

/** Reads `usage` of the Responses API, and of images and sound, which use the same members. */
export function readResponsesUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  // Transcriptions use the name without an s: https://platform.openai.com/docs/api-reference/audio/json-object
  const input = asObject(
    usage['input_tokens_details'] ?? usage['input_token_details']
  );
  // Realtime uses it for the output, too: https://platform.openai.com/docs/api-reference/realtime-server-events/response/done
  const output = asObject(
    usage['output_tokens_details'] ?? usage['output_token_details']
  );
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
  writeUsage(facts, {
    ...totals,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: asCount(output['reasoning_tokens']),
    // OpenAI does not report them by modality for text; compatible servers do.
    inputTokensBy: tokensInDetails(input),
    cacheReadTokensBy: tokensInDetails(
      asObject(input['cached_tokens_details'])
    ),
    outputTokensBy: tokensInDetails(output),
  });
}

/** Reads `{ text_tokens, image_tokens, audio_tokens }`, OpenAI's format. */
export function tokensInDetails(
  details: JsonObject
): TokensByModality | undefined {
  const text = asCount(details['text_tokens']);
  const image = asCount(details['image_tokens']);
  const audio = asCount(details['audio_tokens']);
  return text === undefined && image === undefined && audio === undefined
    ? undefined
    : said<TokensByModality>({ text, image, audio });
}

/** Whether a usage of zeros follows one with counts; some gateways end a stream with it. */
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

/** Tokens read from a cache, in the members that providers use. */
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

/** Tokens written to a cache, in the members that providers use. */
function cacheWriteOf(
  usage: JsonObject,
  details: JsonObject
): number | undefined {
  return firstCount(
    // OpenAI, OpenRouter: https://openrouter.ai/docs/use-cases/usage-accounting
    details['cache_write_tokens'],
    // LiteLLM
    details['cache_creation_tokens'],
    // new-api: https://github.com/QuantumNous/new-api
    details['cached_creation_tokens'],
    // DashScope: https://help.aliyun.com/zh/model-studio/context-cache
    details['cache_creation_input_tokens'],
    details['cache_creation'] == null
      ? undefined
      : writesByLifetime(details['cache_creation']),
    // LiteLLM, for Anthropic
    usage['cache_creation_input_tokens']
  );
}

/** The first count above zero: gateways that send every member send zeros in those that they do not use. */
function firstCount(...values: unknown[]): number | undefined {
  let found: number | undefined;
  for (const value of values) {
    const count = asCount(value);
    if (count !== undefined && count > 0) return count;
    found ??= count;
  }
  return found;
}

/** Totals of a usage in OpenAI's format. */
interface Reported {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly total: number | undefined;
  /** Tokens that were read from a cache or written to one. */
  readonly cached: number;
  /** Reasoning tokens, if the provider documents that `output` excludes them. */
  readonly reasoningApart: number;
}

/**
 * Returns the input including the cache and the output including the reasoning, as the conventions count them.
 *
 * If the cache is larger than the input, the input excludes it. If the total is larger than input plus output, one of them
 * excludes something: the cache, if it equals the difference; else the reasoning, as at Gemini's OpenAI-compatible
 * endpoint, which does not report reasoning at all (https://ai.google.dev/gemini-api/docs/openai).
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
