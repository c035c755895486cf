// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import type { ExchangeListener } from '../../wire/exchange.ts';
import type { McpSessions } from './sessions.ts';

/** A request about a session: its deletion, or the stream for the messages of the server, which has no span. */
export class McpSessionExchange implements ExchangeListener {
  readonly #sessions: McpSessions;
  readonly #id: string;
  readonly #deletes: boolean;
  readonly #caller: Context;

  constructor(
    sessions: McpSessions,
    id: string,
    method: string,
    caller: Context
  ) {
    this.#sessions = sessions;
    this.#id = id;
    this.#deletes = method === 'DELETE';
    this.#caller = caller;
  }

  context<T>(fn: () => T): T {
    return fn();
  }

  bindCaller(emitter: EventEmitter): void {
    context.bind(this.#caller, emitter);
  }

  onRequestBody(): boolean {
    return true;
  }

  /** A server that does not let clients end a session answers 405: the client leaves it all the same. */
  onResponse(_status: number, _header: unknown, at: number): void {
    if (this.#deletes) this.#sessions.end(this.#id, at);
  }

  onBytes(): void {}

  /** Clients open a stream again that the server closed. */
  onEnd(): void {}

  onError(): void {}

  onAbandoned(_reason: unknown, at: number): void {
    this.#sessions.end(this.#id, at);
  }
}
