// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report } from '../guard.ts';
import type { Exchange, ExchangeListener } from './exchange.ts';
import { type HeaderLook, oneHeader } from './headers/one-header.ts';
import { parseUrl } from './url.ts';
import type { Watch } from './watch.ts';
import { Handshake, HANDSHAKE_HEADER } from './web-socket/handshake.ts';

/**
 * Decides whose a request is: whether the observer wants it, and whether it is the call that a layer above has announced.
 */

/**
 * The cheapest test, which runs for every request of the process: it checks the path, and for a few requests one header.
 *
 * @param headers in any form that `look` reads; one of them is read at most.
 */
export function wanted(
  watch: Watch,
  method: unknown,
  target: unknown,
  headers: unknown,
  look: HeaderLook = oneHeader
): target is string {
  return (
    watch.active &&
    typeof method === 'string' &&
    typeof target === 'string' &&
    (watch.observer.wants(method, target) ||
      opensSocket(watch, method, target, headers, look) ||
      identifiesItself(watch, method, headers, look))
  );
}

/** Whether the request is the handshake of a WebSocket that may be ours. */
function opensSocket(
  { observer }: Watch,
  method: string,
  target: string,
  headers: unknown,
  look: HeaderLook
): boolean {
  return (
    method === 'GET' &&
    observer.wantsSocket?.(target) === true &&
    typeof look(headers, HANDSHAKE_HEADER) === 'string'
  );
}

/** Whether the header that can identify the request does so. */
function identifiesItself(
  { observer }: Watch,
  method: string,
  headers: unknown,
  look: HeaderLook
): boolean {
  const name = observer.tellingHeader?.(method);
  if (name === undefined) return false;
  const value = look(headers, name);
  return (
    typeof value === 'string' && observer.wantsHeader?.(name, value) === true
  );
}

/** Asks the observer for its listener; `undefined` if the exchange is not ours. */
export function listenerFor(
  { observer }: Watch,
  exchange: Exchange
): ExchangeListener | undefined {
  try {
    const isHandshake =
      exchange.method === 'GET' &&
      exchange.headers.get(HANDSHAKE_HEADER) !== undefined;
    if (!isHandshake) return observer.observe(exchange);
    const listener = observer.observeSocket?.(exchange);
    return listener && new Handshake(listener);
  } catch (error) {
    report('observe', error);
    return undefined;
  }
}

/** A request that a deeper layer sees in the asynchronous context of a call. */
export interface Candidate {
  readonly watch: Watch;
  readonly method: string;
  readonly origin: string | undefined;
  readonly path: string;
  readonly body?: unknown;
  /** In a form that `look` reads. */
  readonly headers: unknown;
  /** Default: `oneHeader`. */
  readonly look?: HeaderLook;
  /** The target as {@link wanted} takes it. Default: the path. */
  readonly target?: string;
  /** The headers may contain the length of the body. */
  readonly isBuilt?: boolean;
}

/** Whether the request would be watched without its context. */
export function isWantedAlone({
  watch,
  method,
  path,
  target = path,
  headers,
  look,
}: Candidate): boolean {
  return wanted(watch, method, target, headers, look);
}

/** The address of a call. It distinguishes the request for this call from other requests in the same asynchronous context. */
export class Address {
  readonly #method: string;
  #origin: string;
  #path: string;
  #body: string | Uint8Array | undefined;
  /** The body as a layer above passed it on, if it is an object. */
  #passed: object | undefined;

  constructor({ method, url, body }: Exchange) {
    this.#method = method;
    this.#origin = url.origin;
    this.#path = pathOf(url);
    this.#body = body;
  }

  /** Whether a request is this call. */
  fits(candidate: Candidate): boolean {
    const { method, body } = candidate;
    if (method !== this.#method) return false;
    const isObject = typeof body === 'object' && body !== null;
    // A layer in between that rewrites the address passes the body on.
    const isPassed =
      (isObject && body === this.#passed) ||
      (body !== undefined && body !== '' && body === this.#body);
    if (!isPassed && !this.#fitsAddress(candidate)) return false;
    if (isObject) this.#passed = body;
    // The layers below see the rewritten address.
    this.#path = candidate.path;
    this.#origin = candidate.origin ?? this.#origin;
    return true;
  }

  /**
   * The body distinguishes two calls at one address. A layer in between may have rewritten the origin, or the path except
   * for its last segment; or all of it, if the body is as long as that of the call.
   */
  #fitsAddress(candidate: Candidate): boolean {
    const { origin, path, body, headers } = candidate;
    if (path === this.#path) {
      return (
        typeof body !== 'string' ||
        typeof this.#body !== 'string' ||
        body === this.#body
      );
    }
    return (
      lastSegment(path) === lastSegment(this.#path) ||
      (origin !== undefined &&
        origin !== this.#origin &&
        isWantedAlone(candidate)) ||
      (candidate.isBuilt === true &&
        this.#isLength(oneHeader(headers, 'content-length')))
    );
  }

  #isLength(value: unknown): boolean {
    const body = this.#body;
    return (
      body !== undefined &&
      (typeof value === 'string' || typeof value === 'number') &&
      Number(value) === Buffer.byteLength(body)
    );
  }

  /** Whether the request goes to the target of the redirect. */
  fitsHop({ method, path }: Candidate): boolean {
    return (method === this.#method || method === 'GET') && path === this.#path;
  }

  /** Moves to the target of a redirect, from the header `location`. */
  redirect(location: string): void {
    const next = parseUrl(location, this.#origin + this.#path);
    if (next === undefined) return;
    this.#origin = next.origin;
    this.#path = pathOf(next);
  }

  forgetBody(): void {
    this.#body = this.#passed = undefined;
  }
}

function pathOf({ pathname, search }: URL): string {
  return search === '' ? pathname : pathname + search;
}

function lastSegment(path: string): string {
  const query = path.indexOf('?');
  const end = query < 0 ? path.length : query;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}
