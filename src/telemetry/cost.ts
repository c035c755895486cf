// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, ResponseFacts } from '../call.ts';
import { OF_COST } from '../semconv/metric-attributes.ts';
import { COST_METRICS } from '../semconv/own.ts';
import type { Recorder } from '../semconv/profile.ts';

type UsageFact =
  | 'inputTokens'
  | 'outputTokens'
  | 'cacheReadTokens'
  | 'cacheWriteTokens'
  | 'reasoningTokens'
  | 'inputTokensBy'
  | 'outputTokensBy'
  | 'cacheReadTokensBy';

/** Reported usage that can have a price. */
export type Usage = {
  readonly [Fact in UsageFact]?: ResponseFacts[Fact] | undefined;
};

/** Facts that decide the cost of a call. */
export interface Purchase {
  readonly provider: string;
  /** The host is unknown, so its prices are unknown, too. */
  readonly providerAssumed: boolean;
  /** Names under which the model may have a price: the model that answered, then the requested one. */
  readonly models: readonly string[];
  readonly usage: Usage;
}

/** Computes costs. src/cost/ creates it from the option `cost`. */
export interface Pricer {
  /** A call has begun: its prices can be loaded while it waits for its answer. */
  prepare(purchase: Purchase): void;
  /** Reports the cost in USD, or `undefined` without a price: at once, or after the prices have been loaded. */
  price(purchase: Purchase, tell: (usd: number | undefined) => void): void;
}

/** Measures the cost of a call. A call without reported tokens has no cost and is not counted. */
export function measureCost(call: Call, pricer: Pricer, to: Recorder): void {
  const purchase = purchaseOf(call);
  if (!hasUsage(purchase.usage)) return;
  pricer.price(purchase, usd => {
    if (usd === undefined) to.record(COST_METRICS.unpriced, 1, OF_COST);
    else to.record(COST_METRICS.cost, usd, OF_COST);
  });
}

/** Copies the facts that decide the cost of a call, so that it can be priced after the call has ended. */
export function purchaseOf(call: Call): Purchase {
  const { provider, providerAssumed, request, response } = call;
  const models = [response.model, request.model];
  return {
    provider,
    providerAssumed: providerAssumed === true,
    models: models.filter(model => model !== undefined),
    usage: {
      inputTokens: response.inputTokens,
      outputTokens: response.outputTokens,
      cacheReadTokens: response.cacheReadTokens,
      cacheWriteTokens: response.cacheWriteTokens,
      reasoningTokens: response.reasoningTokens,
      inputTokensBy: response.inputTokensBy,
      outputTokensBy: response.outputTokensBy,
      cacheReadTokensBy: response.cacheReadTokensBy,
    },
  };
}

function hasUsage(usage: Usage): boolean {
  const { inputTokens = 0, outputTokens = 0 } = usage;
  const { cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens > 0;
}
