// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { costOf, type TokenPrice } from '../../../src/cost/token-price.ts';
import type { Usage } from '../../../src/telemetry/cost.ts';

const price: TokenPrice = {
  input: 2,
  output: 8,
  cacheRead: 0.5,
  cacheWrite: 2.5,
};

/** To the hundred millionth of a cent, for the sums are done in floating point. */
function assertCost(price: TokenPrice, usage: Usage, usd: number): void {
  const cost = costOf(price, usage);
  assert.ok(Math.abs(cost - usd) < 1e-12, `${cost} is not ${usd}`);
}

describe('costOf', () => {
  const table: [name: string, Usage, usd: number][] = [
    // 1000 × 2 + 500 × 8 = 6000 millionths
    ['input and output', { inputTokens: 1000, outputTokens: 500 }, 0.006],
    // 200 × 2 + 800 × 0.5 + 500 × 8 = 400 + 400 + 4000
    [
      'cached tokens within the input',
      { inputTokens: 1000, cacheReadTokens: 800, outputTokens: 500 },
      0.0048,
    ],
    // 100 × 2 + 600 × 0.5 + 300 × 2.5 + 10 × 8 = 200 + 300 + 750 + 80
    [
      'tokens read from and written to a cache',
      {
        inputTokens: 1000,
        cacheReadTokens: 600,
        cacheWriteTokens: 300,
        outputTokens: 10,
      },
      0.00133,
    ],
    // 1000 × 0.5: all of the input was cached
    [
      'an input that was cached as a whole',
      { inputTokens: 1000, cacheReadTokens: 1000 },
      0.0005,
    ],
    // 5 × 2 + 1000 × 0.5 + 10 × 8 = 10 + 500 + 80
    [
      'cached tokens that the input cannot hold, so that they stand beside it',
      { inputTokens: 5, cacheReadTokens: 1000, outputTokens: 10 },
      0.00059,
    ],
    // 100 × 8, and the 60 of them not once more
    [
      'reasoning as the output that it is',
      { outputTokens: 100, reasoningTokens: 60 },
      0.0008,
    ],
    ['an embedding', { inputTokens: 1 }, 0.000002],
    ['nothing', {}, 0],
  ];
  for (const [name, usage, usd] of table) {
    it(`prices ${name}`, () => assertCost(price, usage, usd));
  }

  it('prices cached tokens as input where they have no price of their own', () => {
    // 1000 × 2 + 1 × 8
    assertCost(
      { input: 2, output: 8 },
      {
        inputTokens: 1000,
        cacheReadTokens: 500,
        cacheWriteTokens: 300,
        outputTokens: 1,
      },
      0.002008
    );
  });

  it('takes a price of nothing for a price', () => {
    // 500 × 2, and what was cached is free
    assertCost(
      { input: 2, output: 8, cacheRead: 0 },
      { inputTokens: 1000, cacheReadTokens: 500 },
      0.001
    );
  });
});
