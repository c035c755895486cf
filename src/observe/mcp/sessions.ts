// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { McpAnswer } from '../../dialects/mcp/messages.ts';
import type { McpPeer } from '../../semconv/mcp.ts';
import type { McpMetrics } from '../../telemetry/mcp/metrics.ts';
import type { ExchangeListener } from '../../wire/exchange.ts';

/** Maximum number of sessions, because the end of some is never seen. */
const MAX_SESSIONS = 1000;

/** Maximum number of requests of one session that wait for a response in another stream. */
const MAX_WAITING = 100;

/** A request whose stream ended before its response, and may be resumed. */
export interface WaitingRequest {
  readonly id: string | undefined;
  answer(answer: McpAnswer, status: number, at: number): void;
  /** The session ended before the response came. */
  giveUp(at: number): void;
}

interface Session extends Pick<ExchangeListener, 'onAbandoned'> {
  readonly peer: McpPeer;
  readonly start: number;
  /** Time of the last answered message. */
  active: number;
  readonly waiting: Map<string, WaitingRequest>;
}

/** Collects what must be ended when the process ends. */
export interface OpenEnds {
  add(open: Pick<ExchangeListener, 'onAbandoned'>): void;
  delete(open: Pick<ExchangeListener, 'onAbandoned'>): void;
}

/**
 * The sessions of this process that have an id from a server. A session begins with `initialize`. It ends when the client
 * deletes it or closes the stream for server messages, when the server no longer knows it, or with the process.
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
      waiting: new Map(),
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

  /** Lets a request wait for its response in a stream that resumes its own. `false` if no such response would be seen. */
  wait(session: string, request: WaitingRequest): boolean {
    const waiting = this.#open.get(session)?.waiting;
    const { id } = request;
    if (waiting === undefined || id === undefined) return false;
    if (waiting.size >= MAX_WAITING || waiting.has(id)) return false;
    waiting.set(id, request);
    return true;
  }

  /** A response arrived in the stream for server messages. */
  answer(session: string, answer: McpAnswer, status: number, at: number): void {
    const waiting = this.#open.get(session)?.waiting;
    const request = waiting?.get(answer.id);
    if (request === undefined) return;
    waiting?.delete(answer.id);
    request.answer(answer, status, at);
  }

  end(id: string, at: number, errorType?: string): void {
    const session = this.#open.get(id);
    if (session === undefined) return;
    this.#open.delete(id);
    this.#openEnds.delete(session);
    for (const request of session.waiting.values()) request.giveUp(at);
    const seconds = Math.max(0, at - session.start) / 1000;
    this.#metrics.recordSession(session.peer, errorType, seconds);
  }

  /** The end time is unknown, so the time of the last message is used. */
  #endOldest(): void {
    for (const [id, { active }] of this.#open) {
      this.end(id, active);
      return;
    }
  }
}
