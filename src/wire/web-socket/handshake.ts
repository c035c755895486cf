// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { EventEmitter } from 'node:events';
import type {
  ExchangeListener,
  HeaderReader,
  SocketClose,
  SocketListener,
} from '../exchange.ts';
import { type OpenSocket, tapSocket } from './socket-tap.ts';

/** The header that a handshake has, and no other request. */
export const HANDSHAKE_HEADER = 'sec-websocket-key';

/** A handshake is an exchange until the server accepts it; its socket then reports to the same listener. */
export class Handshake implements ExchangeListener {
  private listener: SocketListener | undefined;

  constructor(listener: SocketListener) {
    this.listener = listener;
  }

  context<T>(fn: () => T): T {
    return this.listener === undefined ? fn() : this.listener.context(fn);
  }

  bindCaller(emitter: EventEmitter): void {
    this.listener?.bindCaller?.(emitter);
  }

  onRequestBody(): boolean {
    return true;
  }

  onResponse(status: number, _headers: HeaderReader, at: number): void {
    this.close({ by: 'refused', status }, at);
  }

  onBytes(): void {
    // The body of a refusal belongs to the application alone.
  }

  onEnd(at: number): void {
    this.close({ by: 'broken' }, at);
  }

  onError(error: unknown, at: number): void {
    this.close({ by: 'broken', error }, at);
  }

  onAbandoned(reason: unknown, at: number): void {
    this.close({ by: 'application', error: reason }, at);
  }

  /** The server accepted the handshake. */
  accepted(open: OpenSocket): void {
    const { listener } = this;
    this.listener = undefined;
    if (listener !== undefined) tapSocket(open, listener);
  }

  private close(close: SocketClose, at: number): void {
    const { listener } = this;
    this.listener = undefined;
    listener?.onClose(close, at);
  }
}
