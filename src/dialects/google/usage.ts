// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { asCount, asObject } from '../fields.ts';
import { tellUsage, tokensInLists } from '../token-modalities.ts';

/**
 * `usageMetadata` of generateContent. What was thought and what tools read are counted apart there, and are part of the
 * output and of the input in the conventions. Of several in one stream the last wins: they are cumulative.
 *
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readGoogleUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  const thoughts = asCount(usage['thoughtsTokenCount']);
  const toolUse = asCount(usage['toolUsePromptTokenCount']);
  tellUsage(facts, {
    inputTokens: sum(asCount(usage['promptTokenCount']), toolUse),
    outputTokens: sum(asCount(usage['candidatesTokenCount']), thoughts),
    // Part of the prompt's already.
    cacheReadTokens: asCount(usage['cachedContentTokenCount']),
    reasoningTokens: thoughts,
    inputTokensBy: tokensInLists(
      [
        usage['promptTokensDetails'],
        // Parts of a count that is not in the total are not parts of the total.
        toolUse !== undefined && usage['toolUsePromptTokensDetails'],
      ],
      'tokenCount'
    ),
    cacheReadTokensBy: tokensInLists(
      [usage['cacheTokensDetails']],
      'tokenCount'
    ),
    outputTokensBy: tokensInLists(
      [usage['candidatesTokensDetails']],
      'tokenCount'
    ),
  });
}

/**
 * `usage` of the Interactions API. Its total is the sum of input, output, thoughts and what tools read, so these are apart
 * from each other, as in generateContent.
 *
 * @see https://ai.google.dev/api/interactions-api
 */
export function readInteractionsUsage(
  value: unknown,
  facts: ResponseFacts
): void {
  const usage = asObject(value);
  const thoughts = asCount(usage['total_thought_tokens']);
  const toolUse = asCount(usage['total_tool_use_tokens']);
  tellUsage(facts, {
    inputTokens: sum(asCount(usage['total_input_tokens']), toolUse),
    outputTokens: sum(asCount(usage['total_output_tokens']), thoughts),
    cacheReadTokens: asCount(usage['total_cached_tokens']),
    reasoningTokens: thoughts,
    inputTokensBy: tokensInLists(
      [
        usage['input_tokens_by_modality'],
        toolUse !== undefined && usage['tool_use_tokens_by_modality'],
      ],
      'tokens'
    ),
    cacheReadTokensBy: tokensInLists(
      [usage['cached_tokens_by_modality']],
      'tokens'
    ),
    outputTokensBy: tokensInLists(
      [usage['output_tokens_by_modality']],
      'tokens'
    ),
  });
}

/** A part that is not said is 0; Google leaves out what is 0. */
function sum(
  first: number | undefined,
  second: number | undefined
): number | undefined {
  return first === undefined ? second : first + (second ?? 0);
}
