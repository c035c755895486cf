// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { guarded } from '../guard.ts';
import type { Pricer, Purchase } from '../telemetry/cost.ts';
import type { LazyGenAIPrices } from './genai-prices.ts';
import { LibraryPrices } from './library-prices.ts';
import type { CompiledPrices } from './price-table.ts';
import { costOf } from './token-price.ts';

/** Prices calls by the user's own table, and by the library where that table has no price. */
export class CallPricer implements Pricer {
  readonly #own: CompiledPrices;
  readonly #lazy: LazyGenAIPrices | undefined;
  #prices: LibraryPrices | undefined;

  constructor(own: CompiledPrices, lazy: LazyGenAIPrices | undefined) {
    this.#own = own;
    this.#lazy = lazy;
  }

  prepare(purchase: Purchase): void {
    const { provider, providerAssumed, models } = purchase;
    // The body may not have been read yet; then the end of the call is early enough.
    if (providerAssumed || models.length === 0) return;
    if (this.#own.find(provider, models) === undefined) this.#lazy?.prepare();
  }

  price(purchase: Purchase, tell: (usd: number | undefined) => void): void {
    const { provider, providerAssumed, models, usage } = purchase;
    const own = this.#own.find(provider, models);
    if (own !== undefined) {
      tell(costOf(own, usage));
      return;
    }
    if (this.#lazy === undefined || providerAssumed) {
      tell(undefined);
      return;
    }
    this.#lazy.use(library => {
      if (library !== undefined) this.#prices ??= new LibraryPrices(library);
      tell(guarded('pricing', () => this.#prices?.cost(purchase)));
    });
  }
}
