// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  ResponseFacts,
  TokenModality,
  TokensByModality,
} from '../call.ts';
import { asCount, asObject, said } from './fields.ts';

/**
 * `usageMetadata` of generateContent. What was thought and what tools read are counted apart there, and are part of the
 * output and of the input in the conventions. Of several in one stream the last wins: they are cumulative.
 */
export function readGoogleUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  const thoughts = asCount(usage['thoughtsTokenCount']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens: sum(
        asCount(usage['promptTokenCount']),
        asCount(usage['toolUsePromptTokenCount'])
      ),
      outputTokens: sum(asCount(usage['candidatesTokenCount']), thoughts),
      // Part of the prompt's already.
      cacheReadTokens: asCount(usage['cachedContentTokenCount']),
      reasoningTokens: thoughts,
      inputTokensBy: byModality(
        usage['promptTokensDetails'],
        usage['toolUsePromptTokensDetails']
      ),
      cacheReadTokensBy: byModality(usage['cacheTokensDetails']),
      outputTokensBy: byModality(usage['candidatesTokensDetails']),
    })
  );
}

/** A part that is not said is 0; Google leaves out what is 0. */
function sum(
  first: number | undefined,
  second: number | undefined
): number | undefined {
  return first === undefined ? second : first + (second ?? 0);
}

/** Of [{ modality, tokenCount }]; the conventions have no name for VIDEO and DOCUMENT. */
const modalities: ReadonlyMap<unknown, TokenModality> = new Map([
  ['TEXT', 'text'],
  ['IMAGE', 'image'],
  ['AUDIO', 'audio'],
]);

function byModality(...lists: unknown[]): TokensByModality | undefined {
  const tokens: TokensByModality = {};
  const items: readonly unknown[] = lists.filter(Array.isArray).flat();
  for (const item of items) {
    const { modality, tokenCount } = asObject(item);
    const name = modalities.get(modality);
    const count = asCount(tokenCount);
    if (name !== undefined && count !== undefined) {
      tokens[name] = (tokens[name] ?? 0) + count;
    }
  }
  return Object.keys(tokens).length > 0 ? tokens : undefined;
}
