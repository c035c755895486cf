// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Exchange } from '../../wire/exchange.ts';

/** Limits for remembered failed requests: their number, the time, and the length of a body. */
const MAX_FAILED = 50;
const REMEMBERED_MS = 60_000;
const MAX_BODY_LENGTH = 4096;

interface Failed {
  readonly count: number;
  readonly at: number;
}

/**
 * Recognises a request that repeats a failed one: after a refusal, a client gets a token or waits, and sends the same
 * message again. Each attempt has a span.
 */
export class McpAttempts {
  readonly #failed = new Map<string, Failed>();

  /** How many attempts of this request have just failed. */
  resendCount(exchange: Exchange): number {
    const key = keyOf(exchange);
    const failed = key === undefined ? undefined : this.#failed.get(key);
    return failed !== undefined && performance.now() - failed.at < REMEMBERED_MS
      ? failed.count
      : 0;
  }

  /** An attempt ended; it failed if the server gave no answer. */
  ended(exchange: Exchange, hasFailed: boolean): void {
    const key = keyOf(exchange);
    if (key === undefined) return;
    const count = this.resendCount(exchange) + 1;
    this.#failed.delete(key);
    if (!hasFailed) return;
    if (this.#failed.size >= MAX_FAILED) {
      const [oldest] = this.#failed.keys();
      this.#failed.delete(oldest as string);
    }
    this.#failed.set(key, { count, at: performance.now() });
  }
}

/** Key of the same message to the same server; the message includes its id. */
function keyOf({ url, body }: Exchange): string | undefined {
  return typeof body === 'string' && body.length <= MAX_BODY_LENGTH
    ? `${url.href} ${body}`
    : undefined;
}
