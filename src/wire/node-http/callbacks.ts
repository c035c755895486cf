// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Tap } from '../tap.ts';
import { tapMethod } from '../patch.ts';

/** What a caller whose request timed out lets go with, when it gives no reason of its own. */
export const TIMED_OUT = Object.freeze({ name: 'TimeoutError' });

/**
 * Lets a client request report to the tap by own methods that call the ones below them: no listener is added, for a
 * `response` listener would switch off the dumping of unread bodies, and a `data` listener would start the flow.
 */
export function tapClientRequest(
  request: ClientRequest,
  tap: Tap,
  keepCaller: boolean
): void {
  tap.bind(request);
  let letGo: { reason: unknown } | undefined;
  let timedOut = false;
  let response: IncomingMessage | undefined;

  tapMethod(request, 'emit', ([event, value]) => {
    if (event === 'response') {
      response = value as IncomingMessage;
      if (keepCaller) tap.bindCaller(response);
      tapIncoming(request, response, tap, () => letGo);
    } else if (event === 'timeout') {
      timedOut = true;
    } else if (event === 'error') {
      if (letGo !== undefined) tap.abandoned(request, letGo.reason);
      else tap.error(request, value);
    } else if (event === 'close' && response === undefined) {
      tap.abandoned(request, letGo?.reason);
    }
  });
  // Node destroys sockets, not requests: who calls this is the application, or the signal that it gave.
  tapMethod(request, 'destroy', ([reason]) => {
    letGo ??= { reason: timedOut ? TIMED_OUT : reason };
  });
  if (tap.needsRequestBody) tapRequestBody(request, tap);
}

function tapIncoming(
  request: ClientRequest,
  response: IncomingMessage,
  tap: Tap,
  letGo: () => { reason: unknown } | undefined
): void {
  tap.head(request, response.statusCode ?? 0, name => {
    const value = response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  });
  tapMethod(response, 'push', ([chunk]) => {
    if (chunk === null) tap.end(request);
    else if (chunk instanceof Uint8Array) tap.bytes(request, chunk);
  });
  tapMethod(response, '_destroy', ([error]) => {
    if (response.complete) return;
    const given = letGo();
    if (given !== undefined) tap.abandoned(request, given.reason);
    else if (isConnectionLost(error)) tap.error(request, error);
    else tap.abandoned(request, error);
  });
}

/** Node's own word for a response whose connection was closed before its end. */
function isConnectionLost(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ECONNRESET'
  );
}

/** Takes what the application writes to a request, or to the stream that stands for one. */
export function tapRequestBody(request: object, tap: Tap): void {
  const take =
    (last: boolean) =>
    ([chunk, encoding]: unknown[]): void => {
      const bytes =
        typeof chunk === 'string' &&
        typeof encoding === 'string' &&
        !/^utf-?8$/i.test(encoding)
          ? Buffer.from(chunk, encoding as BufferEncoding)
          : chunk;
      if (typeof bytes === 'string' || bytes instanceof Uint8Array) {
        tap.requestBody(request, bytes, last);
      }
    };
  tapMethod(request, 'write', take(false));
  tapMethod(request, 'end', take(true));
}

/** Where a request goes, as its options say; the rules are those of `http.request`. */
export interface Destination {
  readonly method: string;
  /** A path, or a whole URL where a proxy is asked for one. */
  readonly target: string;
  readonly options: RequestOptions;
  url(): URL;
}

/** Reads the arguments of `request()` and `get()`: `(url, options?, callback?)` or `(options, callback?)`. */
export function destinationOf(
  args: readonly unknown[],
  protocol: string
): Destination | undefined {
  const [first, second] = args;
  const given =
    typeof first === 'string' || first instanceof URL ? first : undefined;
  const other = given === undefined ? first : second;
  const options = (
    typeof other === 'object' && other !== null ? other : {}
  ) as RequestOptions;
  const method = options.method ?? 'GET';
  if (typeof method !== 'string') return undefined;
  const target = options.path ?? given?.toString() ?? '/';
  if (typeof target !== 'string') return undefined;
  return {
    method: method.toUpperCase(),
    target,
    options,
    url() {
      if (/^https?:\/\//i.test(target)) return new URL(target);
      const base = new URL(
        given ?? `${options.protocol ?? protocol}//localhost`
      );
      const host = options.hostname ?? options.host;
      if (host != null) base.hostname = host.includes(':') ? `[${host}]` : host;
      if (options.port != null) base.port = String(options.port);
      return new URL(target, base);
    },
  };
}
