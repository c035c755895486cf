// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Sentences the mock answers with; a token is a word with the space before it. */
const sentences = [
  'A span is one piece of work with a beginning and an end.',
  'The sum of many small waits is what a user calls slow.',
  'Measure the first chunk and the last one, for they fail for different reasons.',
  'An error budget is the part of a promise that may be broken.',
  'Buckets are chosen before the question is asked, so choose them well.',
  'A retry that succeeds was still an answer that came late.',
  'What nobody counted did not happen, until it happens again.',
  'Every stream ends, though not always where its author wished.',
];

/**
 * Tokens of an answer: `limit` of them at most.
 *
 * @param {() => number} random
 * @param {number | undefined} limit the request's bound
 * @returns {{ tokens: string[], cutOff: boolean }}
 */
export function answerTokens(random, limit) {
  const tokens = [];
  const count = 1 + Math.floor(random() * 3);
  const first = Math.floor(random() * sentences.length);
  for (let index = 0; index < count; index++) {
    const sentence = sentences[(first + index) % sentences.length];
    for (const word of sentence.split(' ')) {
      tokens.push(tokens.length === 0 ? word : ` ${word}`);
    }
  }
  if (limit === undefined || tokens.length <= limit) {
    return { tokens, cutOff: false };
  }
  return { tokens: tokens.slice(0, limit), cutOff: true };
}

/** Counts the words of whatever text is in a request; images and numbers count nothing. */
export function countTokens(value) {
  if (typeof value === 'string') {
    return value.split(/\s+/).filter(word => word !== '').length;
  }
  if (Array.isArray(value)) {
    return value.reduce((sum, item) => sum + countTokens(item), 0);
  }
  if (typeof value !== 'object' || value === null) return 0;
  return countTokens(value.content ?? value.text ?? value.output ?? []);
}

/** Arguments that fit the JSON schema of a tool, as far as a mock needs it. */
export function toolArguments(schema) {
  const values = { string: 'Lisbon', number: 7, integer: 7, boolean: true };
  const result = {};
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    result[name] =
      property.enum?.[0] ?? values[property.type?.toLowerCase()] ?? null;
  }
  return JSON.stringify(result);
}

/**
 * The pieces of an answer that is such an object, as far as a mock needs it.
 *
 * @param {object | undefined} schema without one the answer is free
 */
export function structuredTokens(schema) {
  if (schema?.properties === undefined) return undefined;
  return { tokens: toolArguments(schema).match(/.{1,6}/gs), cutOff: false };
}
