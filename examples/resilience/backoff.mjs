// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  DelegateBackoff,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
} from 'cockatiel';
import { retryAfterMs } from './retry-after.mjs';
import { isWorthRetrying } from './worth-retrying.mjs';

/** Any wait from nothing to twice that of before: clients that failed together must not come back together. */
const exponential = new ExponentialBackoff({
  generator: fullJitterGenerator,
  initialDelay: 200,
  maxDelay: 20_000,
});

/** At most so much is added to what the provider asked for, never taken from it, and it never doubles. */
const SPREAD = 0.1;

/** What the provider asks for decides; only where it says nothing do we guess. */
const backoff = new DelegateBackoff(({ result }, before) => {
  const state = (before ?? exponential).next();
  const asked = retryAfterMs(result.error.headers);
  if (asked === undefined) return { delay: state.duration, state };
  return { delay: asked * (1 + SPREAD * Math.random()), state };
});

/** Three more attempts, at most. */
export const retries = retry(handleWhen(isWorthRetrying), {
  maxAttempts: 3,
  backoff,
});
