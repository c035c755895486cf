// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Exchange } from '../../wire/exchange.ts';

/** So many failed requests are remembered, each for so long, and none with a longer body. */
const MAX_FAILED = 50;
const REMEMBERED_MS = 60_000;
const MAX_BODY_LENGTH = 4096;

interface Failed {
  readonly count: number;
  readonly at: number;
}

/**
 * Tells a request that repeats one that failed: a client that was refused asks for a token, or waits, and sends the same
 * message again. Each attempt has a span.
 */
export class McpAttempts {
  readonly #failed = new Map<string, Failed>();

  /** How many attempts of this request failed just before. */
  resendCount(exchange: Exchange): number {
    const key = keyOf(exchange);
    const failed = key === undefined ? undefined : this.#failed.get(key);
    return failed !== undefined && performance.now() - failed.at < REMEMBERED_MS
      ? failed.count
      : 0;
  }

  /** An attempt ended: without an answer of the server's, if it failed. */
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

/** The same message to the same server; its id is part of it. */
function keyOf({ url, body }: Exchange): string | undefined {
  return typeof body === 'string' && body.length <= MAX_BODY_LENGTH
    ? `${url.href} ${body}`
    : undefined;
}
