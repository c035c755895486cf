// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { report } from '../guard.ts';
import { calledOnce } from './called-once.ts';
import type { Exchange, ExchangeListener, HeaderReader } from './exchange.ts';
import { headerReader } from './headers.ts';

/**
 * What async resources of a call hold on to. Keep-alive sockets live in the context of the call that opened them, so
 * it must stay this small: the tap goes when the call has ended.
 */
interface Slot {
  tap: Tap | undefined;
}

const slots = new AsyncLocalStorage<Slot>();

/** The open exchange in whose asynchronous context we are, if any. */
export function currentTap(): Tap | undefined {
  return slots.getStore()?.tap;
}

/** The head of a response, and when it came. */
interface Head {
  readonly status: number;
  readonly header: HeaderReader;
  readonly at: number;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * One exchange between the transports that report it and the listener that is told. However many layers see the same
 * call (fetch over undici, a fetch of the application's over `node:http`), they share one tap through the asynchronous
 * context, the innermost one is the source that counts, and the listener hears one beginning and one end.
 */
export class Tap {
  #method: string;
  #origin: string;
  #path: string;
  readonly #slot: Slot = { tap: undefined };
  #listener: ExchangeListener | undefined;
  #source: object | undefined;
  #requested = false;
  #sending = false;
  #responded = false;
  #redirect: Head | undefined;
  #bodySource: object | undefined;
  #bodyClosed = false;

  /** The body was not to be had when the call began; transports hand it over as it is sent. */
  readonly needsRequestBody: boolean;

  /** The caller's signal: tells a call that was given up from one that broke. */
  signal: AbortSignal | undefined;

  constructor(exchange: Exchange, listener: ExchangeListener) {
    this.#method = exchange.method;
    this.#origin = exchange.url.origin;
    this.#path = exchange.url.pathname + exchange.url.search;
    this.#listener = listener;
    this.#slot.tap = this;
    this.needsRequestBody = exchange.body === undefined;
  }

  get ended(): boolean {
    return this.#listener === undefined;
  }

  /** A transport reports to this tap. */
  get bound(): boolean {
    return this.#source !== undefined;
  }

  /** The request has a connection. */
  get sending(): boolean {
    return this.#sending;
  }

  /** The head of the response has come. */
  get responded(): boolean {
    return this.#responded;
  }

  /** Whether a request that turns up in our context is this call, or the next hop of it, and not another one. */
  accepts(method: string, origin: string, path: string): boolean {
    if (this.#listener === undefined) return false;
    if (this.#redirect !== undefined) return true;
    return (
      method === this.#method && path === this.#path && origin === this.#origin
    );
  }

  /** The next hop goes there. */
  expect(method: string, origin: string, path: string): void {
    this.#method = method;
    this.#origin = origin;
    this.#path = path;
  }

  /** No transport took this call yet, or the last one was redirected. */
  get awaitsTransport(): boolean {
    return this.#source === undefined || this.#redirect !== undefined;
  }

  /** No request was made for this call yet, or the last one was redirected. */
  get awaitsRequest(): boolean {
    return !this.#requested || this.#redirect !== undefined;
  }

  /** The request that carries the bytes was made. */
  requested(): void {
    this.#requested = true;
  }

  /** From now on only `source` is believed: each deeper layer takes over from the one above it. */
  bind(source: object): void {
    this.#source = source;
    if (this.#redirect === undefined) return;
    this.#redirect = undefined;
    this.#requested = false;
  }

  /** Runs the original call in the context of this exchange. */
  run<T>(fn: () => T): T {
    const original = (): T => slots.run(this.#slot, fn);
    const listener = this.#listener;
    return listener === undefined
      ? original()
      : calledOnce(original, call => listener.context(call));
  }

  /** Runs the original call so that deeper layers find this exchange, but in the application's own context. */
  runPlain<T>(fn: () => T): T {
    return slots.run(this.#slot, fn);
  }

  bindCaller(emitter: Parameters<ExchangeListener['bindCaller']>[0]): void {
    try {
      this.#listener?.bindCaller(emitter);
    } catch (error) {
      report('bindCaller', error);
    }
  }

  requestBody(source: object, chunk: string | Uint8Array, last: boolean): void {
    if (this.#source !== source || !this.needsRequestBody) return;
    // The next hop of a redirect sends the same body again.
    this.#bodySource ??= source;
    if (this.#bodySource !== source || this.#bodyClosed) return;
    this.#bodyClosed = last;
    try {
      this.#listener?.onRequestBody(chunk, last);
    } catch (error) {
      report('onRequestBody', error);
    }
  }

  sent(source: object): void {
    if (this.#source === source) this.#sending = true;
  }

  head(source: object, status: number, header: HeaderReader): void {
    if (this.#source !== source || status < 200) return;
    const head = { status, header, at: performance.now() };
    if (REDIRECTS.has(status) && header('location') !== undefined) {
      this.#redirect = head;
    } else {
      this.#respond(head);
    }
  }

  bytes(source: object, chunk: Uint8Array): void {
    if (this.#source !== source || this.#redirect !== undefined) return;
    try {
      this.#listener?.onBytes(chunk, performance.now());
    } catch (error) {
      report('onBytes', error);
    }
  }

  end(source: object): void {
    if (this.#source !== source || this.#listener === undefined) return;
    const at = performance.now();
    const redirect = this.#redirect;
    if (redirect === undefined) {
      this.#finish(listener => listener.onEnd(at));
      return;
    }
    // Whoever follows a redirect does so at once; a response that nobody followed was the answer.
    const check = setImmediate(() => {
      if (this.#redirect !== redirect) return;
      this.#respond(redirect);
      this.#finish(listener => listener.onEnd(at));
    });
    check.unref();
  }

  /** The exchange broke. When it was the caller's signal that broke it, the caller let go. */
  error(source: object, error: unknown): void {
    if (this.#source !== source) return;
    // The connection of a hop may be dropped once its head has been read.
    if (this.#redirect !== undefined) this.end(source);
    else this.#fail(error);
  }

  abandoned(source: object, reason: unknown): void {
    if (this.#source !== source) return;
    if (this.#redirect !== undefined) this.end(source);
    else this.#letGo(reason);
  }

  /** The call was refused before any transport took it. */
  failOutside(error: unknown): void {
    if (!this.bound) this.#fail(error);
  }

  /** The caller let go of what was not even sent. */
  givenUp(): void {
    this.#letGo(undefined);
  }

  /** Fetch did not pass the call on: the signal was aborted before, or fetch took offence, which is a TypeError by its standard. */
  refused(): void {
    if (!this.bound) this.#fail(new TypeError('fetch refused the request'));
  }

  /** A response that came by no transport that we know, as from a replaced fetch: its head is all that is seen. */
  settleUnwatched(response: unknown): void {
    if (this.bound || this.ended) return;
    const { status, headers } = (response ?? {}) as {
      status?: unknown;
      headers?: unknown;
    };
    const at = performance.now();
    if (typeof status === 'number') {
      this.#respond({ status, header: headerReader(headers), at });
    }
    this.#finish(listener => listener.onEnd(at));
  }

  #fail(error: unknown): void {
    if (this.signal?.aborted === true) {
      this.#letGo(error);
      return;
    }
    const at = performance.now();
    this.#finish(listener => listener.onError(error, at));
  }

  /** What a signal gave as its reason says more than the error that a transport makes of it. */
  #letGo(reason: unknown): void {
    const { signal } = this;
    const given: unknown = signal?.aborted === true ? signal.reason : reason;
    const at = performance.now();
    this.#finish(listener => listener.onAbandoned(given, at));
  }

  #respond({ status, header, at }: Head): void {
    if (this.#responded) return;
    this.#responded = true;
    try {
      this.#listener?.onResponse(status, header, at);
    } catch (error) {
      report('onResponse', error);
    }
  }

  #finish(tell: (listener: ExchangeListener) => void): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    this.#listener = undefined;
    this.#source = undefined;
    this.#redirect = undefined;
    this.#slot.tap = undefined;
    this.signal = undefined;
    try {
      tell(listener);
    } catch (error) {
      report('end', error);
    }
  }
}
