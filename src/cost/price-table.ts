// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { TokenPrice } from './token-price.ts';

/**
 * Your own prices, by provider (`gen_ai.provider.name`), then by model. A model that ends in `*` covers all models that
 * begin with the part before it. Letter case does not matter.
 */
export type PriceTable = Readonly<
  Record<string, Readonly<Record<string, TokenPrice>>>
>;

/** A price table, prepared for look-ups. */
export interface CompiledPrices {
  /** Returns the price of the first of these names that has one. An exact name wins over a pattern, a longer pattern over a shorter one. */
  find(provider: string, models: readonly string[]): TokenPrice | undefined;
}

/** Whether a text can be a model's name in a table: `*` is allowed only at its end. */
export function isModelPattern(text: string): boolean {
  return /^[^*]+\*?$|^\*$/.test(text);
}

/** Prepares a checked table. */
export function compilePrices(table: PriceTable): CompiledPrices {
  const rows = new Map(
    Object.entries(table).map(([provider, prices]) => [
      folded(provider),
      compileRow(Object.entries(prices)),
    ])
  );
  return {
    find(provider, models) {
      const row = rows.get(folded(provider));
      if (row === undefined) return undefined;
      for (const model of models) {
        const name = folded(model);
        const price =
          row.exact.get(name) ??
          row.patterns.find(({ start }) => name.startsWith(start))?.price;
        if (price !== undefined) return price;
      }
      return undefined;
    },
  };
}

interface Row {
  readonly exact: ReadonlyMap<string, TokenPrice>;
  /** Longest first. */
  readonly patterns: readonly { start: string; price: TokenPrice }[];
}

function compileRow(prices: readonly [string, TokenPrice][]): Row {
  return {
    exact: new Map(
      prices
        .filter(([name]) => !name.endsWith('*'))
        .map(([name, price]) => [folded(name), price])
    ),
    patterns: prices
      .filter(([name]) => name.endsWith('*'))
      .map(([name, price]) => ({ start: folded(name.slice(0, -1)), price }))
      .sort((one, other) => other.start.length - one.start.length),
  };
}

/** Returns the form of a name that is compared. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}
