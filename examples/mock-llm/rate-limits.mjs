// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Characters of a usual token: what a provider reckons with before it has read a prompt. */
const CHARACTERS = 4;

/** Tokens that an answer may have when nobody says how many. */
const ANSWER = 16;

/**
 * Tells whether a request is too much for the window that slides before it; those that were refused do not count.
 * Tokens are those of the prompt and those that the answer may have at most, as providers count them.
 *
 * @param {{ requests: number, tokens: number, windowMs: number }} limits
 */
export function rateLimits(limits) {
  /** @type {{ at: number, tokens: number }[]} */
  let taken = [];
  return function exceeds(body) {
    const now = performance.now();
    taken = taken.filter(({ at }) => now - at < limits.windowMs);
    const tokens = tokensOf(body);
    const sum = taken.reduce((all, one) => all + one.tokens, tokens);
    if (taken.length >= limits.requests || sum > limits.tokens) return true;
    taken.push({ at: now, tokens });
    return false;
  };
}

function tokensOf({ messages = [], max_tokens: most = ANSWER }) {
  const text = messages.map(({ content }) => content ?? '').join('');
  return Math.ceil(text.length / CHARACTERS) + most;
}
