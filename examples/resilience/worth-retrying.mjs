// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import OpenAI from 'openai';
import { retryAfterMs } from './retry-after.mjs';

/** Longer than this nobody waits; coming earlier than we were asked to would only be refused again. */
const PATIENCE_MS = 60_000;

/** A status 429, too, but no wait brings the money back. */
const QUOTA = new Set(['insufficient_quota', 'billing_hard_limit_reached']);

/** Whether the same request may succeed a little later: not 400, 401, 403, 404, nor a quota that is used up. */
export function isWorthRetrying(error) {
  if (error instanceof OpenAI.APIUserAbortError) return false;
  if (error instanceof OpenAI.APIConnectionError) return true;
  const { status, code, headers } = error;
  if (QUOTA.has(code)) return false;
  if ((retryAfterMs(headers) ?? 0) > PATIENCE_MS) return false;
  return status === 408 || status === 429 || status >= 500;
}
