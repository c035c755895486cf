// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  ResponseFacts,
  TokenModality,
  TokensByModality,
} from '../call.ts';
import { asCount, asObject, asText, said, type JsonObject } from './fields.ts';

/** Facts that a usage may tell, those that it did not among them. */
type Usage = { [K in keyof ResponseFacts]?: ResponseFacts[K] | undefined };

/**
 * Writes the counts of one usage into `facts`. Of several in one stream the last wins, and its totals do not go with the
 * parts of an older one: a total that was told anew has the parts that were told with it, or none.
 */
export function tellUsage(facts: ResponseFacts, usage: Usage): void {
  for (const [total, parts] of PARTS) {
    if (usage[total] !== undefined) delete facts[parts];
  }
  Object.assign(facts, said<ResponseFacts>(usage));
}

/** Of `{ text_tokens, image_tokens, audio_tokens }`, as OpenAI has it. */
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

/** Of `[{ modality, … }]`, as Google has it, whose counts are called `countName`; a kind may stand there twice. */
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

/** Each total, and its parts by modality. */
const PARTS = [
  ['inputTokens', 'inputTokensBy'],
  ['cacheReadTokens', 'cacheReadTokensBy'],
  ['outputTokens', 'outputTokensBy'],
] as const;

/** The conventions have no name for videos and documents. */
const MODALITIES: ReadonlyMap<string | undefined, TokenModality> = new Map([
  ['text', 'text'],
  ['image', 'image'],
  ['audio', 'audio'],
]);
