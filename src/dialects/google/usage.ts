// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  ResponseFacts,
  TokenModality,
  TokensByModality,
} from '../../call.ts';
import { asCount, asObject, asText, writeUsage } from '../fields.ts';

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
  writeUsage(facts, {
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
  writeUsage(facts, {
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

/** Reads `[{ modality, … }]`, Google's format, with counts named `countName`. A modality may occur twice. */
export function tokensInLists(
  lists: readonly unknown[],
  countName: string
): TokensByModality | undefined {
  const tokens: TokensByModality = {};
  const items: readonly unknown[] = lists.filter(Array.isArray).flat();
  for (const item of items) {
    const { modality, [countName]: tokenCount } = asObject(item);
    const name = MODALITIES.get(asText(modality)?.toLowerCase());
    const count = asCount(tokenCount);
    if (name !== undefined && count !== undefined) {
      tokens[name] = (tokens[name] ?? 0) + count;
    }
  }
  return Object.keys(tokens).length > 0 ? tokens : undefined;
}

/** The conventions have no name for videos and documents. */
const MODALITIES: ReadonlyMap<string | undefined, TokenModality> = new Map([
  ['text', 'text'],
  ['image', 'image'],
  ['audio', 'audio'],
]);
