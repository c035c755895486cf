// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { EventEmitter } from 'node:events';

/** One HTTP request, as the wire sees it before it is sent. */
export interface Exchange {
  /** Upper case. */
  readonly method: string;
  readonly url: URL;
  /** The Unix socket or named pipe that the request goes to in place of the host of the URL. */
  readonly socketPath?: string | undefined;
  /** The API that the application used. */
  readonly transport: 'fetch' | 'undici' | 'http' | 'http2';
  /** The body, if it can be read without side effects; otherwise see {@link ExchangeListener.onRequestBody}. */
  readonly body: string | Uint8Array | undefined;
  /**
   * Headers behind getters or proxies of the application, and headers that are set later, can be read only after the
   * transport has built the request.
   */
  readonly headers: HeaderReader;
}

/** The headers of a message. */
export interface HeaderReader {
  /** @param name in lower case */
  get(name: string): string | undefined;
}

/**
 * Receives the events of one exchange in their order. `at` is a `performance.now()` time. No event follows `onEnd`,
 * `onError` or `onAbandoned`.
 */
export interface ExchangeListener {
  /** Runs the original call in a context in which this exchange's span is the parent. */
  context<T>(fn: () => T): T;
  /** Makes the application's listeners on `emitter` run in the application's context. */
  bindCaller(emitter: EventEmitter): void;
  /**
   * Receives bytes of a request body that {@link Exchange.body} did not contain; `last` if no more will follow.
   *
   * @returns `false` if the body shows that the exchange is not ours; the listener then gets no more events.
   */
  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean;
  /** The head of the final response: never of a 1xx, never of a redirect that is followed. */
  onResponse(status: number, headers: HeaderReader, at: number): void;
  /** Bytes of the response body as sent, with their content encoding. The buffer belongs to the application. */
  onBytes(chunk: Uint8Array, at: number): void;
  /** The whole response was received. */
  onEnd(at: number): void;
  /** The exchange failed, but the application did not abort it: refused, reset, cut off, timed out by the transport. */
  onError(error: unknown, at: number): void;
  /** The application ended the exchange early: aborted, cancelled, destroyed, left unread. `reason` is the application's, if any. */
  onAbandoned(reason: unknown, at: number): void;
}

export type Way = 'sent' | 'received';

/** The end of a WebSocket connection. */
export interface SocketClose {
  /**
   * `application` and `server`: whose close frame came first. `application` also if it gave up the handshake or destroyed
   * the socket. `broken`: the connection ended otherwise without such a frame, or could not be made. `refused`: the server
   * answered the handshake with another status than 101.
   */
  readonly by: 'application' | 'server' | 'broken' | 'refused';
  /** The code in the close frame; `undefined` if the frame has none. */
  readonly code?: number | undefined;
  /** The status of a refused handshake. */
  readonly status?: number | undefined;
  readonly error?: unknown;
}

/**
 * Receives the messages of one WebSocket connection, in both directions. `at` is a `performance.now()` time. No event
 * follows `onClose`.
 */
export interface SocketListener {
  /** Runs the handshake in the context of the listener. */
  context<T>(fn: () => T): T;
  /** Like {@link ExchangeListener.bindCaller}; needed only if `context` runs the handshake in another context. */
  bindCaller?(emitter: EventEmitter): void;
  /** The server accepted the handshake. */
  onOpen(headers: HeaderReader, at: number): void;
  /**
   * A part of a message, unmasked and inflated. The buffer is valid only during the call. Parts of one direction come in
   * their order; control frames are no parts.
   *
   * @param last whether the message is complete; the part can be empty.
   */
  onPart(
    way: Way,
    part: Uint8Array,
    text: boolean,
    last: boolean,
    at: number
  ): void;
  /** A frame of this direction could not be read, so no more parts of it come. */
  onUnreadable(way: Way, at: number): void;
  /** The end of the connection; comes once, in every case. */
  onClose(close: SocketClose, at: number): void;
}

/** The observer's side of the contract between the wire and its observer. */
export interface ExchangeObserver {
  /** First and cheapest test: whether the request may be ours. `target` is a URL or a path, with its query. */
  wants(method: string, target: string): boolean;
  /**
   * Second test, for a request that failed the first one: the lower-case name of the header that can identify it;
   * `undefined` for most requests.
   */
  tellingHeader?(method: string): string | undefined;
  /** Whether the request may be ours, by the value of that header. */
  wantsHeader?(name: string, value: string): boolean;
  /** `undefined` if the request is not ours; the wire then does not touch it. */
  observe(exchange: Exchange): ExchangeListener | undefined;
  /** Whether the handshake of a WebSocket with this target may be ours; as cheap as {@link wants}. */
  wantsSocket?(target: string): boolean;
  /** `undefined` if the connection is not ours; the wire then does not touch it. */
  observeSocket?(exchange: Exchange): SocketListener | undefined;
}
