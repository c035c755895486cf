// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import { createDecoder, type Decoder } from '../../decode/decoder.ts';
import { readAnswers } from '../../dialects/mcp/messages.ts';
import { guarded } from '../../guard.ts';
import type { ExchangeListener, HeaderReader } from '../../wire/exchange.ts';
import type { McpSessions } from './sessions.ts';

/** A request about a session, which has no span: its deletion, or the stream for messages of the server. */
export class McpSessionExchange implements ExchangeListener {
  readonly #sessions: McpSessions;
  readonly #id: string;
  readonly #deletes: boolean;
  readonly #caller: Context;
  #decoder: Decoder | undefined;

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

  /** A server that does not let clients end sessions answers 405; the client still leaves the session. */
  onResponse(status: number, headers: HeaderReader, at: number): void {
    if (this.#deletes) {
      this.#sessions.end(this.#id, at);
      return;
    }
    if (status >= 400) return;
    this.#decoder = createDecoder({
      contentType: headers.get('content-type'),
      contentEncoding: headers.get('content-encoding'),
      maxBodyBytes: 0,
      everyEvent: false,
      readEvery: true,
      early: {
        onEvent: value =>
          guarded('read event', () => this.#read(value, status)),
      },
    });
  }

  /** Handles responses to requests whose own stream ended before their response. */
  #read(value: unknown, status: number): void {
    const at = performance.now();
    for (const answer of readAnswers(value)) {
      this.#sessions.answer(this.#id, answer, status, at);
    }
  }

  #readRest(): void {
    const values = this.#decoder?.end().values ?? [];
    this.#decoder = undefined;
    guarded('read response', () =>
      values.forEach(value => this.#read(value, 200))
    );
  }

  onBytes(chunk: Uint8Array): void {
    this.#decoder?.push(chunk);
  }

  /** Clients reopen a stream that the server closed. */
  onEnd(): void {
    this.#readRest();
  }

  onError(): void {
    this.#readRest();
  }

  onAbandoned(_reason: unknown, at: number): void {
    this.#readRest();
    this.#sessions.end(this.#id, at);
  }
}
