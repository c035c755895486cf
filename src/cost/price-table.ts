// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { TokenPrice } from './token-price.ts';

/**
 * Prices of one's own: by provider (`gen_ai.provider.name`), then by model, which may end in `*` for all that begin so.
 * Neither name minds upper and lower case.
 */
export type PriceTable = Readonly<
  Record<string, Readonly<Record<string, TokenPrice>>>
>;

/** A price table, made ready to be asked. */
export interface CompiledPrices {
  /** The price of the first of these names that has one: the exact name before patterns, the longer pattern first. */
  find(provider: string, models: readonly string[]): TokenPrice | undefined;
}

/** Whether this can be the name of a model in a table: `*` stands at its end or not at all. */
export function isModelPattern(text: string): boolean {
  return /^[^*]+\*?$|^\*$/.test(text);
}

/** Makes a table ready that has been checked. */
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
  /** The longest first. */
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

/** The name as it is compared. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}
