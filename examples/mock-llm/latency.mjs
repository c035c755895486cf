// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { logNormal, seededRandom } from './random.mjs';

/** What one answer takes: until its first token, and for each token after it. In milliseconds at the real pace. */
const paces = [
  { model: /nano|mini|flash|haiku/, firstMs: 300, tokenMs: 8, sigma: 0.45 },
  { model: /^(o\d|gpt-5)/, firstMs: 900, tokenMs: 14, sigma: 0.6 },
  { model: /embed/, firstMs: 120, tokenMs: 0, sigma: 0.35 },
  { model: /llama|mixtral/, firstMs: 150, tokenMs: 3, sigma: 0.3 },
  { model: /./, firstMs: 450, tokenMs: 14, sigma: 0.5 },
];

/**
 * Draws the latency of an answer. The n-th answer of a model takes the same time in every run with that seed.
 *
 * @param {number | string} seed
 * @param {number} speed how many times faster than the real pace
 */
export function createLatency(seed, speed) {
  /** @type {Map<string, number>} */
  const drawn = new Map();

  return function latency(model) {
    const count = (drawn.get(model) ?? 0) + 1;
    drawn.set(model, count);
    const pace = paces.find(candidate => candidate.model.test(model));
    const factor = logNormal(seededRandom(seed, model, count), pace.sigma);
    return {
      firstMs: (pace.firstMs * factor) / speed,
      tokenMs: (pace.tokenMs * factor) / speed,
    };
  };
}
