// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { McpPeer } from '../../semconv/mcp.ts';
import type { McpMetrics } from '../../telemetry/mcp/metrics.ts';
import type { ExchangeListener } from '../../wire/exchange.ts';

/** Sessions whose end is never seen must not fill the memory. */
const MAX_SESSIONS = 1000;

interface Session extends Pick<ExchangeListener, 'onAbandoned'> {
  readonly peer: McpPeer;
  readonly start: number;
  /** When its last message was answered. */
  active: number;
}

/** Calls that the end of the process ends. */
export interface OpenEnds {
  add(open: Pick<ExchangeListener, 'onAbandoned'>): void;
  delete(open: Pick<ExchangeListener, 'onAbandoned'>): void;
}

/**
 * The sessions of this process that a server has named. One begins with `initialize`. It ends when the client deletes it
 * or closes the stream for the server's messages, when the server does not know it any more, or with the process.
 */
export class McpSessions {
  readonly #metrics: McpMetrics;
  readonly #openEnds: OpenEnds;
  readonly #open = new Map<string, Session>();

  constructor(metrics: McpMetrics, openEnds: OpenEnds) {
    this.#metrics = metrics;
    this.#openEnds = openEnds;
  }

  get areOpen(): boolean {
    return this.#open.size > 0;
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  begin(id: string, peer: McpPeer, start: number): void {
    if (this.#open.has(id)) return;
    if (this.#open.size >= MAX_SESSIONS) this.#endOldest();
    const session: Session = {
      peer,
      start,
      active: performance.now(),
      onAbandoned: (_, at) => this.end(id, at),
    };
    this.#open.set(id, session);
    this.#openEnds.add(session);
  }

  /** A message of the session was answered. */
  touch(id: string, at: number): void {
    const session = this.#open.get(id);
    if (session !== undefined) session.active = at;
  }

  end(id: string, at: number, errorType?: string): void {
    const session = this.#open.get(id);
    if (session === undefined) return;
    this.#open.delete(id);
    this.#openEnds.delete(session);
    const seconds = Math.max(0, at - session.start) / 1000;
    this.#metrics.recordSession(session.peer, errorType, seconds);
  }

  /** Nobody said when it ended: it was seen until its last message. */
  #endOldest(): void {
    for (const [id, { active }] of this.#open) {
      this.end(id, active);
      return;
    }
  }
}
