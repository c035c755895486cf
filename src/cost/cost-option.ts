// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors.ts';
import type { Pricer } from '../telemetry/cost.ts';
import { CallPricer } from './call-pricer.ts';
import { LazyGenAIPrices } from './genai-prices.ts';
import { JsonMistake, parseLocatedJson } from './located-json.ts';
import { checkPrices, type Place } from './price-check.ts';
import { compilePrices, type PriceTable } from './price-table.ts';

/** Details of the option `cost`. */
export interface CostOptions {
  /** Your own prices. They take precedence over the library's. */
  prices?: PriceTable;
  /** Use `@pydantic/genai-prices` for models that the table lacks. Default true. */
  library?: boolean;
}

const FILE_ALLOWED = 'true, false, or the path of a JSON file of prices';
const ALLOWED =
  'true, false, the path of a JSON file of prices, { prices, library }';
const KEYS = ['prices', 'library'];

/** Returns the pricer that the option asks for, or `undefined` where calls are not priced. */
export function pricerOf(given: unknown, name: string): Pricer | undefined {
  if (typeof given === 'string') return fromText(given.trim(), name);
  if (typeof given === 'boolean')
    return given ? newPricer({}, true) : undefined;
  return fromOptions(given);
}

function fromOptions(given: unknown): Pricer {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ConfigurationError('cost', given, ALLOWED);
  }
  const {
    prices,
    library = true,
    ...others
  } = given as Record<string, unknown>;
  for (const name in others) {
    throw ConfigurationError.unknownKey('cost', name, others[name], KEYS);
  }
  if (typeof library !== 'boolean') {
    throw new ConfigurationError('cost.library', library, 'true, false');
  }
  if (prices === undefined && !library) {
    throw new ConfigurationError(
      'cost.library',
      library,
      'true, or prices of your own beside it'
    );
  }
  const nowhere: Place = path => `cost.prices${members(path)}`;
  return newPricer(
    prices === undefined ? {} : checkPrices(prices, nowhere),
    library
  );
}

function fromText(text: string, name: string): Pricer | undefined {
  const word = text.toLowerCase();
  if (word === '' || word === 'false') return undefined;
  return newPricer(word === 'true' ? {} : readPrices(text, name), true);
}

function readPrices(path: string, name: string): PriceTable {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new ConfigurationError(
      name,
      path,
      `${FILE_ALLOWED}; this one cannot be read (${String(code)})`
    );
  }
  try {
    const { value, lineOf } = parseLocatedJson(text);
    return checkPrices(
      value,
      at => `${name} (${path}:${lineOf(at) ?? 1}) prices${members(at)}`
    );
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    const { line, found, message } = error;
    throw new ConfigurationError(`${name} (${path}:${line})`, found, message);
  }
}

function newPricer(prices: PriceTable, library: boolean): Pricer {
  return new CallPricer(
    compilePrices(prices),
    library ? new LazyGenAIPrices() : undefined
  );
}

/** `["holysheep"]["gpt-4.1"].output` */
function members(path: readonly string[]): string {
  return path
    .map(name => (/^[a-z]\w*$/i.test(name) ? `.${name}` : `["${name}"]`))
    .join('');
}
