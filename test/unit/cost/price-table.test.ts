// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { compilePrices } from '../../../src/cost/price-table.ts';

const at = (input: number) => ({ input, output: 0 });

describe('compilePrices', () => {
  const prices = compilePrices({
    corp: {
      'gpt-4.1': at(1),
      'gpt-4*': at(2),
      'gpt-4.1*': at(3),
      'GPT-5': at(4),
      // Names that every object has.
      constructor: at(5),
    },
    Local: { '*': at(0) },
  });
  const found = (provider: string, ...models: string[]): number | undefined =>
    prices.find(provider, models)?.input;

  it('finds the exact name before a pattern', () => {
    assert.equal(found('corp', 'gpt-4.1'), 1);
  });
  it('finds the longer of two patterns, wherever it stands', () => {
    assert.equal(found('corp', 'gpt-4.1-mini'), 3);
    assert.equal(found('corp', 'gpt-4o'), 2);
  });
  it('takes a pattern also for what it begins with', () => {
    assert.equal(found('corp', 'gpt-4'), 2);
  });
  it('does not mind upper and lower case', () => {
    assert.equal(found('CORP', 'gpt-5'), 4);
    assert.equal(found('corp', 'GPT-4.1'), 1);
    assert.equal(found('local', 'anything'), 0);
  });
  it('asks for the first name first, and for the next only if that has no price', () => {
    assert.equal(found('corp', 'gpt-4o', 'gpt-4.1'), 2);
    assert.equal(found('corp', 'dated-name', 'gpt-4.1'), 1);
  });
  it('finds nothing for another provider, another model, no model', () => {
    assert.equal(found('openai', 'gpt-4.1'), undefined);
    assert.equal(found('corp', 'gpt-3'), undefined);
    assert.equal(found('corp'), undefined);
  });
  it('finds nothing by the names that every object has', () => {
    assert.equal(found('constructor', 'name'), undefined);
    assert.equal(found('corp', 'toString'), undefined);
    assert.equal(found('corp', 'constructor'), 5);
  });
});
