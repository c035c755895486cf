// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from '../errors.ts';
import { folded, isModelPattern, type PriceTable } from './price-table.ts';
import type { TokenPrice } from './token-price.ts';

/** Returns the place of a member of the table, for an error message. */
export type Place = (path: readonly string[]) => string;

const RATES: Readonly<Record<keyof TokenPrice, 'needed' | 'optional'>> = {
  input: 'needed',
  output: 'needed',
  cacheRead: 'optional',
  cacheWrite: 'optional',
};
const PRICE = '{ input, output, cacheRead?, cacheWrite? }';
const RATE = 'USD per million tokens, a number from 0 on';

/**
 * Reads a price table. Names that begin with `$` are remarks and are left out.
 *
 * @throws ConfigurationError where the value is no price table.
 */
export function checkPrices(given: unknown, place: Place): PriceTable {
  const table: [string, Record<string, TokenPrice>][] = [];
  const providers = namesOf(given, [], place, 'prices by provider and model');
  for (const [provider, models] of providers) {
    const prices: [string, TokenPrice][] = [];
    const path = [provider];
    for (const [model, price] of namesOf(
      models,
      path,
      place,
      'prices by model'
    )) {
      if (!isModelPattern(model)) {
        throw new ConfigurationError(
          place([provider, model]),
          model,
          'the name of a model, with or without a * at its end'
        );
      }
      prices.push([model, checkPrice(price, [provider, model], place)]);
    }
    table.push([provider, Object.fromEntries(prices)]);
  }
  return Object.fromEntries(table);
}

function checkPrice(
  given: unknown,
  path: readonly string[],
  place: Place
): TokenPrice {
  const rates = new Map(namesOf(given, path, place, PRICE));
  for (const [name, rate] of rates) {
    const at = place([...path, name]);
    if (!Object.hasOwn(RATES, name)) {
      const known = Object.keys(RATES);
      throw ConfigurationError.unknownKey(place(path), name, rate, known);
    }
    if (typeof rate !== 'number' || !Number.isFinite(rate) || rate < 0) {
      throw new ConfigurationError(at, rate, RATE);
    }
  }
  for (const name in RATES) {
    if (RATES[name as keyof TokenPrice] === 'needed' && !rates.has(name)) {
      throw new ConfigurationError(
        place(path),
        given,
        `${name} as well: ${PRICE}`
      );
    }
  }
  return Object.fromEntries(rates) as unknown as TokenPrice;
}

/** Returns the members of an object without the remarks. Two names must differ in more than letter case. */
function namesOf(
  given: unknown,
  path: readonly string[],
  place: Place,
  allowed: string
): [string, unknown][] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ConfigurationError(place(path), given, allowed);
  }
  const members = Object.entries(given).filter(
    ([name]) => !name.startsWith('$')
  );
  const seen = new Set<string>();
  for (const [name] of members) {
    if (seen.has(folded(name))) {
      throw new ConfigurationError(
        place([...path, name]),
        name,
        'each name once, ignoring letter case'
      );
    }
    seen.add(folded(name));
  }
  return members;
}
