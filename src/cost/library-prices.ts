// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Purchase, Usage } from '../telemetry/cost.ts';
import type { Calculation, GenAIPrices } from './genai-prices.ts';
import { costOf, inputTokensOf, type TokenPrice } from './token-price.ts';

/** Provider names that the library spells differently. Its own search would match parts of names. */
const LIBRARY_IDS: Readonly<Record<string, string>> = {
  'aws.bedrock': 'aws',
  'azure.ai.inference': 'azure',
  'azure.ai.openai': 'azure',
  'gcp.gemini': 'google',
  'gcp.gen_ai': 'google',
  'gcp.vertex_ai': 'google',
  mistral_ai: 'mistral',
  moonshot_ai: 'moonshotai',
  x_ai: 'x-ai',
};

/** Lifetime of a found price: prices can change with the time of day, and the application can renew the list. */
const HOLDS_MS = 60_000;
const MAX_REMEMBERED = 500;

/** How the library prices a model. */
type Pricing =
  /** One rate for each kind of token. */
  | TokenPrice
  /** Tiers, kinds of content or requests decide: the library must be asked each time. */
  | 'ask'
  /** The library has no price. */
  | undefined;

interface Remembered {
  readonly pricing: Pricing;
  readonly until: number;
}

/** Prices calls by the library, for the providers that it knows. */
export class LibraryPrices {
  readonly #library: GenAIPrices;
  readonly #now: () => number;
  readonly #remembered = new Map<string, Remembered>();

  constructor(library: GenAIPrices, now = () => performance.now()) {
    this.#library = library;
    this.#now = now;
  }

  /** Cost in USD; `undefined` where the library has no price. */
  cost({ provider, models, usage }: Purchase): number | undefined {
    for (const model of models) {
      const pricing = this.#pricingOf(provider, model);
      if (pricing === undefined) continue;
      return pricing === 'ask'
        ? this.#ask(idOf(provider), model, usage)
        : costOf(pricing, usage);
    }
    return undefined;
  }

  #pricingOf(provider: string, model: string): Pricing {
    const key = `${provider} ${model}`;
    const now = this.#now();
    const known = this.#remembered.get(key);
    if (known !== undefined && known.until > now) return known.pricing;
    // Users can choose model names, so the cache is emptied when it is full.
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    const pricing = this.#look(idOf(provider), model);
    this.#remembered.set(key, { pricing, until: now + HOLDS_MS });
    return pricing;
  }

  #look(providerId: string, model: string): Pricing {
    const found = this.#library.findProvider({ providerId });
    if (found?.id !== providerId) return undefined;
    const calculation = this.#library.calcPrice(
      { input_tokens: 1, output_tokens: 1 },
      model,
      { providerId }
    );
    return calculation === null ? undefined : pricingOf(calculation);
  }

  #ask(providerId: string, model: string, usage: Usage): number | undefined {
    const totals = totalsOf(usage);
    const calculate = (counts: Counts): number | undefined =>
      this.#library.calcPrice(counts, model, { providerId })?.total_price;
    try {
      return calculate({ ...totals, ...partsOf(usage) });
    } catch {
      // Parts contradict the totals, or the list distinguishes more kinds of tokens than the provider reports.
      return calculate(totals);
    }
  }
}

function idOf(provider: string): string {
  return LIBRARY_IDS[provider] ?? provider;
}

/** Units of prices that depend on facts a call does not report, such as storage time or searches. */
const UNREPORTED = new Set([
  'cache_write_1h_mtok',
  'web_searches_kcount',
  'storage_searches_kcount',
]);

function pricingOf({ model_price: price }: Calculation): Pricing {
  const {
    input_mtok: input,
    output_mtok: output,
    cache_read_mtok: cacheRead,
    cache_write_mtok: cacheWrite,
    ...others
  } = price;
  // The model is priced by the minute or by the page, and its tokens have no price.
  if (input === undefined && output === undefined) return undefined;
  if (Object.keys(others).some(key => !UNREPORTED.has(key))) return 'ask';
  return isRate(input) &&
    isRate(output) &&
    isRate(cacheRead) &&
    isRate(cacheWrite)
    ? { input: input ?? 0, output: output ?? 0, cacheRead, cacheWrite }
    : 'ask';
}

function isRate(value: unknown): value is number | undefined {
  return value === undefined || typeof value === 'number';
}

type Counts = Record<string, number>;

function totalsOf(usage: Usage): Counts {
  const { total, read, written } = inputTokensOf(usage);
  return {
    input_tokens: total,
    output_tokens: usage.outputTokens ?? 0,
    cache_read_tokens: read,
    cache_write_tokens: written,
  };
}

function partsOf(usage: Usage): Counts {
  const parts: Record<string, number | undefined> = {
    output_reasoning_tokens: usage.reasoningTokens,
    input_audio_tokens: usage.inputTokensBy?.audio,
    input_image_tokens: usage.inputTokensBy?.image,
    cache_audio_read_tokens: usage.cacheReadTokensBy?.audio,
    cache_image_read_tokens: usage.cacheReadTokensBy?.image,
    output_audio_tokens: usage.outputTokensBy?.audio,
    output_image_tokens: usage.outputTokensBy?.image,
  };
  const said: Counts = {};
  for (const name in parts) {
    const count = parts[name];
    if (count !== undefined && count > 0) said[name] = count;
  }
  return said;
}
