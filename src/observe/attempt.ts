// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, RequestFacts } from '../call.ts';
import type { Recognised } from '../recognise/recognise.ts';
import type { Exchange, HeaderReader } from '../wire/exchange.ts';

/** A call as it is when it begins. */
export function beginCall(
  { url, header, socketPath }: Exchange,
  { provider, providerAssumed, operation }: Recognised,
  request: RequestFacts
): Call {
  return {
    provider,
    providerAssumed: providerAssumed === true,
    operation: request.operation ?? operation,
    serverAddress: socketPath ?? url.hostname,
    serverPort: socketPath === undefined ? portOf(url) : undefined,
    resendCount: resendCount(header),
    request,
    response: {},
    times: { start: performance.now() },
    chunkIntervals: [],
  };
}

/** Port of a URL, also where it is the usual one. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

/**
 * Which repetition of an operation a request is: 0 for the first attempt, and where the client does not say. The SDKs of
 * OpenAI and Anthropic count repetitions; that of AWS counts attempts from 1: `attempt=2; max=3`.
 */
export function resendCount(header: HeaderReader): number {
  const repetitions = header('x-stainless-retry-count');
  if (repetitions !== undefined) return count(repetitions);
  const attempt = header('amz-sdk-request');
  if (attempt === undefined) return 0;
  const found = /\battempt=(\d+)/.exec(attempt)?.[1];
  return count(Number(found ?? 1) - 1);
}

function count(text: string | number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** The client's own limit for one attempt, in seconds, as the SDKs of OpenAI and Anthropic say it. */
export function clientTimeout(header: HeaderReader): number | undefined {
  const limit = header('x-stainless-timeout');
  const seconds = limit === undefined ? NaN : Number(limit);
  return Number.isFinite(seconds) ? seconds : undefined;
}
