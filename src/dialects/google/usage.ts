// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { asCount, asObject } from '../fields.ts';
import { tellUsage, tokensInLists } from '../token-modalities.ts';

/**
 * Reads `usageMetadata` of generateContent. It counts thoughts and tool input separately; in the conventions, they are part
 * of the output and of the input. Of several in one stream, the last is used, because they are cumulative.
 *
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readGoogleUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  const thoughts = asCount(usage['thoughtsTokenCount']);
  const toolUse = asCount(usage['toolUsePromptTokenCount']);
  tellUsage(facts, {
    inputTokens: sum(asCount(usage['promptTokenCount']), toolUse),
    outputTokens: sum(
      // The second is the name of the Live API.
      asCount(usage['candidatesTokenCount'] ?? usage['responseTokenCount']),
      thoughts
    ),
    // Already part of the prompt's count.
    cacheReadTokens: asCount(usage['cachedContentTokenCount']),
    reasoningTokens: thoughts,
    inputTokensBy: tokensInLists(
      [
        usage['promptTokensDetails'],
        // The parts of a count that the total excludes are excluded as well.
        toolUse !== undefined && usage['toolUsePromptTokensDetails'],
      ],
      'tokenCount'
    ),
    cacheReadTokensBy: tokensInLists(
      [usage['cacheTokensDetails']],
      'tokenCount'
    ),
    outputTokensBy: tokensInLists(
      [usage['candidatesTokensDetails'] ?? usage['responseTokensDetails']],
      'tokenCount'
    ),
  });
}

/**
 * Reads `usage` of the Interactions API. Its total is the sum of input, output, thoughts and tool input, so these are
 * counted separately, as in generateContent.
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

/** A missing part is 0, because Google leaves out zeros. */
function sum(
  first: number | undefined,
  second: number | undefined
): number | undefined {
  return first === undefined ? second : first + (second ?? 0);
}
