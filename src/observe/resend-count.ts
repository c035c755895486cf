// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../wire/exchange.ts';

/**
 * Which repetition of an operation a request is: 0 for the first attempt, and where the client does not say. The SDKs of
 * OpenAI and Anthropic count repetitions; that of AWS counts attempts from 1: `attempt=2; max=3`.
 */
export function resendCount(header: HeaderReader): number {
  const attempt = /\battempt=(\d+)/.exec(header('amz-sdk-request') ?? '')?.[1];
  const value = Number(
    header('x-stainless-retry-count') ?? Number(attempt ?? 1) - 1
  );
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
