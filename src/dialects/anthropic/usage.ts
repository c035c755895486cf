// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, said } from '../fields.ts';

/**
 * Reads `usage` of a message or of one event of its stream. Anthropic's input excludes the cached tokens; the conventions
 * include them. Counts of a stream are cumulative, and a later event repeats only some of them: the last value of each is
 * used, zeros too, and the sum is recomputed.
 *
 * The top level excludes the tokens of a compaction, which `usage.iterations` lists, and is final after a fallback.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/streaming#event-types
 * @see https://docs.claude.com/en/docs/build-with-claude/compaction#understanding-usage
 */
export function readAnthropicUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  readInput(usage, facts);
  Object.assign(
    facts,
    said<ResponseFacts>({
      outputTokens: asCount(usage['output_tokens']),
      reasoningTokens: asCount(
        asObject(usage['output_tokens_details'])['thinking_tokens']
      ),
      model: fallbackModelOf(usage),
    })
  );
}

/** The parts of the input: not cached, read from the cache, written to the cache. */
type Parts = readonly [
  input: number | undefined,
  read: number | undefined,
  written: number | undefined,
];

function readInput(usage: JsonObject, facts: ResponseFacts): void {
  const told: Parts = [
    asCount(usage['input_tokens']),
    asCount(usage['cache_read_input_tokens']),
    asCount(usage['cache_creation_input_tokens']) ??
      writesByLifetime(usage['cache_creation']),
  ];
  const before = partsOf(facts);
  if (isRepeated(told, before, facts.inputTokens)) return;
  const [input, read, written] = told.map(
    (count, index) => count ?? before[index]
  );
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens:
        input === undefined ? undefined : sum([input, read, written]),
      cacheReadTokens: read,
      cacheWriteTokens: written,
    })
  );
}

/** The parts that earlier events reported. */
function partsOf(facts: ResponseFacts): Parts {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = facts;
  return [
    inputTokens === undefined
      ? undefined
      : inputTokens - sum([cacheReadTokens, cacheWriteTokens]),
    cacheReadTokens,
    cacheWriteTokens,
  ];
}

/**
 * Gateways repeat the input of an earlier event in two wrong ways: as zeros only, although no message has an empty input
 * (https://github.com/envoyproxy/ai-gateway/pull/2236), or as one count that includes the cache.
 */
function isRepeated(
  told: Parts,
  before: Parts,
  total: number | undefined
): boolean {
  if (sum(told) === 0) return sum(before) > 0;
  const [input, read, written] = told;
  const [, readBefore, writtenBefore] = before;
  return (
    sum([readBefore, writtenBefore]) > 0 &&
    input === total &&
    (read ?? readBefore) === readBefore &&
    (written ?? writtenBefore) === writtenBefore
  );
}

function sum(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, count = 0) => total + count, 0);
}

/**
 * The model that answered after a server-side fallback. `message_start` names the model that declined.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback
 */
function fallbackModelOf({ iterations }: JsonObject): string | undefined {
  if (!Array.isArray(iterations)) return undefined;
  const last = asObject(iterations.at(-1));
  return last['type'] === 'fallback_message'
    ? asText(last['model'])
    : undefined;
}

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
