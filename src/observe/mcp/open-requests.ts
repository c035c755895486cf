// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { McpMessage } from '../../dialects/mcp/messages.ts';
import type { Exchange } from '../../wire/exchange.ts';

/** A request without a response. */
export interface OpenRequest {
  readonly id: string | undefined;
  /** The client's endpoint and session, see {@link clientOf}. */
  readonly client: string;
  /** The client no longer waits for the response. */
  cancel(errorType: string, at: number): void;
}

/**
 * The requests without a response, by client and id. A client that gives a request up sends a notification with its id and
 * leaves the HTTP exchange of the request open.
 */
export class OpenRequests {
  readonly #open = new Map<string, Set<OpenRequest>>();

  add(request: OpenRequest): void {
    const key = keyOf(request);
    if (key === undefined) return;
    const others = this.#open.get(key);
    if (others === undefined) this.#open.set(key, new Set([request]));
    else others.add(request);
  }

  delete(request: OpenRequest): void {
    const key = keyOf(request);
    const open = key === undefined ? undefined : this.#open.get(key);
    open?.delete(request);
    if (key !== undefined && open?.size === 0) this.#open.delete(key);
  }

  /**
   * Ends the request that a message cancels, if it does. Without sessions, several clients may use the same id; then no
   * request ends.
   */
  cancelledBy({ cancelledId, timedOut }: McpMessage, client: string): void {
    if (cancelledId === undefined) return;
    const open = this.#open.get(`${client} ${cancelledId}`);
    if (open?.size !== 1) return;
    const errorType = timedOut === true ? 'timeout' : 'aborted';
    for (const request of open) request.cancel(errorType, performance.now());
  }
}

/** A client has one session with an endpoint, or none. */
export function clientOf(
  { url }: Exchange,
  session: string | undefined
): string {
  return `${url.origin}${url.pathname} ${session ?? ''}`;
}

function keyOf({ client, id }: OpenRequest): string | undefined {
  return id === undefined ? undefined : `${client} ${id}`;
}
