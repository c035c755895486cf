// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { EventEmitter } from 'node:events';

/** One HTTP request, as the wire sees it when it is about to be sent. */
export interface Exchange {
  /** Upper case. */
  readonly method: string;
  readonly url: URL;
  /** The Unix socket or named pipe that the request goes to in place of the host of the URL. */
  readonly socketPath?: string | undefined;
  /** The API that the application used. */
  readonly transport: 'fetch' | 'undici' | 'http' | 'http2';
  /** The body, where it can be had without touching it; else see {@link ExchangeListener.onRequestBody}. */
  readonly body: string | Uint8Array | undefined;
  /**
   * A request header by its lower-case name. Headers behind getters and proxies of the application's, and those that
   * are set later, are there once the transport has built the request.
   */
  header(name: string): string | undefined;
}

/** Reads one header of a message by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * Hears of one exchange, in the order in which it happens. `at` is a `performance.now()` time. Nothing follows `onEnd`,
 * `onError` or `onAbandoned`.
 */
export interface ExchangeListener {
  /** Runs the original call so that what it starts sees this exchange as its parent. */
  context<T>(fn: () => T): T;
  /** Keeps the application's listeners on `emitter` in the context of the application. */
  bindCaller(emitter: EventEmitter): void;
  /**
   * Bytes of a request body that {@link Exchange.body} could not give; `last` when it is the whole rest.
   *
   * @returns `false` when the body shows that the exchange is not ours: nothing more is told of it.
   */
  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean;
  /** The head of the final response: never a 1xx, never a redirect that is followed. */
  onResponse(status: number, header: HeaderReader, at: number): void;
  /** Bytes of the body as sent: content-encoding is not undone. The buffer belongs to the application. */
  onBytes(chunk: Uint8Array, at: number): void;
  /** The whole response was received. */
  onEnd(at: number): void;
  /** The exchange failed without the application's doing: refused, reset, cut, timed out by the transport. */
  onError(error: unknown, at: number): void;
  /** The application let go before the end: aborted, cancelled, destroyed, left unread. `reason` is what it gave, if anything. */
  onAbandoned(reason: unknown, at: number): void;
}

/** The watcher's side of the contract between the wire and those who observe it. */
export interface ExchangeObserver {
  /** The cheapest test first: may this be ours? `target` is a URL or a path, with its query. */
  wants(method: string, target: string): boolean;
  /**
   * The second test, for a request that the first one left: the lower-case name of the one header that may tell;
   * `undefined` for most requests.
   */
  tellingHeader?(method: string): string | undefined;
  /** Whether the value of that header says that the request may be ours. */
  wantsHeader?(name: string, value: string): boolean;
  /** `undefined`: not ours, and the wire leaves the request exactly as it was. */
  observe(exchange: Exchange): ExchangeListener | undefined;
}
