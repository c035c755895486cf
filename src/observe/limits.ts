// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { LimitKind, Limits } from '../call.ts';

type HeaderReader = (name: string) => string | undefined;

/**
 * Headers that say what is left, by kind; the first one that is there counts. OpenAI and those who speak its shape;
 * Anthropic, which counts input and output apart and names their sum as well.
 *
 * @see https://platform.openai.com/docs/guides/rate-limits
 * @see https://docs.anthropic.com/en/api/rate-limits
 */
const REMAINING: Readonly<Record<LimitKind, readonly string[]>> = {
  requests: [
    'x-ratelimit-remaining-requests',
    'anthropic-ratelimit-requests-remaining',
  ],
  tokens: [
    'x-ratelimit-remaining-tokens',
    'anthropic-ratelimit-tokens-remaining',
    'anthropic-ratelimit-output-tokens-remaining',
    'anthropic-ratelimit-input-tokens-remaining',
  ],
};

const KINDS = Object.keys(REMAINING) as readonly LimitKind[];

/** Reads the headers of a response. What is not there, or is no number, is left out. */
export function readLimits(
  header: HeaderReader,
  now: number = Date.now()
): Limits {
  const remaining: Partial<Record<LimitKind, number>> = {};
  for (const kind of KINDS) {
    for (const name of REMAINING[kind]) {
      const value = amount(header(name));
      if (value === undefined) continue;
      remaining[kind] = value;
      break;
    }
  }
  const retryAfter = readRetryAfter(header, now);
  return { remaining, ...(retryAfter !== undefined && { retryAfter }) };
}

/**
 * Seconds to wait: OpenAI's header in milliseconds, which is more exact, else the standard one in seconds or as a date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function readRetryAfter(header: HeaderReader, now: number): number | undefined {
  const milliseconds = amount(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds / 1000;
  const text = header('retry-after');
  const seconds = amount(text);
  if (seconds !== undefined || text === undefined) return seconds;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function amount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text)
    ? Number(text)
    : undefined;
}
