// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  ResponseFacts,
  TokenModality,
  TokensByModality,
} from '../call.ts';
import { asCount, asObject, asText, said, type JsonObject } from './fields.ts';

/** Facts that a usage can contain; missing ones are `undefined`. */
type Usage = { [K in keyof ResponseFacts]?: ResponseFacts[K] | undefined };

/**
 * Writes the counts of one usage into `facts`. Of several in one stream, the last is used. Its totals are not combined with
 * the parts of an older usage: a new total has the parts from its own usage, or none.
 */
export function tellUsage(facts: ResponseFacts, usage: Usage): void {
  for (const [total, parts] of PARTS) {
    if (usage[total] !== undefined) delete facts[parts];
  }
  Object.assign(facts, said<ResponseFacts>(usage));
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

/**
 * Tokens written to a cache, by how long they are kept. Anthropic and DashScope report them beside their sum.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/prompt-caching#1-hour-cache-duration
 */
export function writesByLifetime(value: unknown): number | undefined {
  const counts = Object.entries(asObject(value)).map(([name, count]) =>
    name.startsWith('ephemeral_') ? asCount(count) : undefined
  );
  return counts.reduce(
    (sum, count) => (count === undefined ? sum : (sum ?? 0) + count),
    undefined
  );
}
