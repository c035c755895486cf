// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Usage } from '../telemetry/cost.ts';

/** What a model costs, in USD per million tokens. */
export interface TokenPrice {
  readonly input: number;
  /** Reasoning is output, and counted within it. */
  readonly output: number;
  /** Input tokens that came from a cache. Default: as `input`. */
  readonly cacheRead?: number | undefined;
  /** Input tokens that were put into a cache. Default: as `input`. */
  readonly cacheWrite?: number | undefined;
}

/** Input tokens, each counted once. */
interface InputTokens {
  /** All of them, from the cache or not. */
  readonly total: number;
  readonly read: number;
  readonly written: number;
}

/**
 * The conventions count cached tokens within the input tokens. A gateway that reports more cached tokens than input tokens
 * shows that it counts them apart.
 */
export function inputTokensOf(usage: Usage): InputTokens {
  const read = usage.cacheReadTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const input = usage.inputTokens ?? 0;
  const cached = read + written;
  return { total: cached > input ? input + cached : input, read, written };
}

/** Cost of a usage in USD. */
export function costOf(price: TokenPrice, usage: Usage): number {
  const { input, output, cacheRead = input, cacheWrite = input } = price;
  const { total, read, written } = inputTokensOf(usage);
  return (
    ((total - read - written) * input +
      read * cacheRead +
      written * cacheWrite +
      (usage.outputTokens ?? 0) * output) /
    1e6
  );
}
