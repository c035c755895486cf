// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../call.ts';

/** A JSON object from the wire; its members are unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY: JsonObject = Object.freeze({});

/** The value if it is a JSON object, else an empty one. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : EMPTY;
}

/** The value if it is a non-empty string. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value if it is a finite number. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

/** The value if it is a count: a whole number, not negative. */
export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : undefined;
}

/** The value if it is a whole number. */
export function asInteger(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : undefined;
}

/** The value if it suits a low-cardinality attribute: a short word, never free text, which has spaces. */
export function asWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[!-~]{1,64}$/.test(value)
    ? value
    : undefined;
}

/** The strings among the values of an array; a single string is an array of one. */
export function asTexts(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter(item => typeof item === 'string');
  return texts.length > 0 ? texts : undefined;
}

/** Copies the entries that have a value. */
export function said<T extends object>(facts: {
  [K in keyof T]?: T[K] | undefined;
}): T {
  const out: { [K in keyof T]?: T[K] } = {};
  for (const key in facts) {
    if (facts[key] !== undefined) out[key] = facts[key];
  }
  return out as T;
}

/** Facts that a usage can contain; missing ones are `undefined`. */
type Usage = { [K in keyof ResponseFacts]?: ResponseFacts[K] | undefined };

/**
 * Writes the counts of one usage into `facts`. Of several in one stream, the last is used. Its totals are not combined with
 * the parts of an older usage: a new total has the parts from its own usage, or none.
 */
export function writeUsage(facts: ResponseFacts, usage: Usage): void {
  for (const [total, parts] of PARTS) {
    if (usage[total] !== undefined) delete facts[parts];
  }
  Object.assign(facts, said<ResponseFacts>(usage));
}

/** Each total, and its parts by modality. */
const PARTS = [
  ['inputTokens', 'inputTokensBy'],
  ['cacheReadTokens', 'cacheReadTokensBy'],
  ['outputTokens', 'outputTokensBy'],
] as const;
