// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Usage } from '../telemetry/cost.ts';

/** Price of a model, in USD per million tokens. */
export interface TokenPrice {
  readonly input: number;
  /** Includes reasoning tokens, which are counted as output. */
  readonly output: number;
  /** Input tokens read from a cache. Default: as `input`. */
  readonly cacheRead?: number | undefined;
  /** Input tokens written to a cache. Default: as `input`. */
  readonly cacheWrite?: number | undefined;
}

/** Input tokens, each counted once. */
interface InputTokens {
  /** All input tokens, cached or not. */
  readonly total: number;
  readonly read: number;
  readonly written: number;
}

/**
 * Splits the input tokens. The conventions include cached tokens in the input tokens; a gateway that reports more cached
 * tokens than input tokens counts them separately.
 */
export function inputTokensOf(usage: Usage): InputTokens {
  const read = usage.cacheReadTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const input = usage.inputTokens ?? 0;
  const cached = read + written;
  return { total: cached > input ? input + cached : input, read, written };
}

/** Returns the cost of a usage in USD. */
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
