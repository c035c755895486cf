// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { guarded } from '../guard.ts';
import { Address, type Candidate, locationOf } from './address.ts';
import type { Exchange, ExchangeListener, HeaderReader } from './exchange.ts';
import type { LiveHeaders } from './headers.ts';
import { runInSlot, type Slot, slots } from './slot.ts';

/**
 * A tap is one exchange between the transports that report it and the listener. Its asynchronous slot is its identity:
 * however many layers see the same call (fetch over undici, a fetch of the application's over node:http), they share the
 * tap, the innermost layer is the source that counts, and the listener hears one beginning and one end.
 *
 * | event        | waiting        | sending              | redirected                | answered | ended, refused |
 * | ------------ | -------------- | -------------------- | ------------------------- | -------- | -------------- |
 * | bind         | → sending      | a deeper layer takes over | → sending (next hop) | –        | –              |
 * | requestBody  | –              | onRequestBody; `false` → refused | as sending    | –        | –              |
 * | head 3xx     | –              | → redirected         | –                         | –        | –              |
 * | head, no 1xx | –              | onResponse → answered | –                        | –        | –              |
 * | bytes        | –              | –                    | –                         | onBytes  | –              |
 * | end          | –              | onEnd → ended        | unfollowed after one turn: the 3xx was the answer, or fetch failed | onEnd → ended | – |
 * | error        | –              | onError → ended      | as end                    | onError → ended | –       |
 * | abandoned    | –              | onAbandoned → ended  | as end                    | onAbandoned → ended | –   |
 * | failOutside  | onError → ended | –                   | –                         | –        | –              |
 *
 * Transports are believed only while they are the bound source. Layers below find a refused tap in the slot, and do not
 * decide again. An error is told as an abandonment when the caller's signal was aborted.
 */
export type TapState =
  'waiting' | 'sending' | 'redirected' | 'answered' | 'ended' | 'refused';

/** The open or refused exchange in whose asynchronous context we are, if any. */
export function currentTap(): Tap | undefined {
  return slots.getStore()?.tap as Tap | undefined;
}

type Head = Readonly<{ status: number; header: HeaderReader; at: number }>;

/** Sends no more of a body. */
const NOBODY = {};

export class Tap {
  state: TapState;
  /** The request has a connection. */
  connected = false;
  /** The caller's signal: tells a call that was given up from one that broke. */
  signal: AbortSignal | undefined = undefined;
  /** The transport follows redirects: a redirect that nobody follows is a failure. */
  followsRedirects = false;
  /** Headers of the request that wait for the transport to build them. */
  live: LiveHeaders | undefined = undefined;
  /** The body was not known when the call began; transports hand it over as it is sent. */
  readonly needsRequestBody: boolean;

  private readonly address: Address;
  private listener: ExchangeListener | undefined;
  private readonly slot: Slot = { tap: this };
  private source: object | undefined = undefined;
  /** The request that carries the bytes was made. */
  private requested = false;
  private redirect: Head | undefined = undefined;
  private bodySource: object | undefined = undefined;

  /** @param listener `undefined` for a call that is not ours. */
  constructor(
    { method, url, body }: Pick<Exchange, 'method' | 'url' | 'body'>,
    listener: ExchangeListener | undefined
  ) {
    this.state = listener === undefined ? 'refused' : 'waiting';
    this.address = new Address(method, url, body);
    this.listener = listener;
    this.needsRequestBody = body === undefined && listener !== undefined;
  }

  get refused(): boolean {
    return this.state === 'refused';
  }

  get over(): boolean {
    return this.state === 'ended' || this.refused;
  }

  get bound(): boolean {
    return this.source !== undefined;
  }

  /** No transport took this call yet, or the last one was redirected. */
  get awaitsTransport(): boolean {
    return this.state === 'waiting' || this.state === 'redirected';
  }

  /** The request for this call, or for its next hop, is still to be made. */
  get awaitsRequest(): boolean {
    return this.state === 'sending' ? !this.requested : this.awaitsTransport;
  }

  isBoundTo(source: object): boolean {
    return this.source === source;
  }

  /** Whether a request that turns up in the context of this call is this call, or its next hop. */
  takes(candidate: Candidate): boolean {
    if (this.state === 'redirected') return this.address.fitsHop(candidate);
    return (
      (this.awaitsRequest || this.state === 'refused') &&
      this.address.fits(candidate)
    );
  }

  /** From now on only `source` is believed: each deeper layer takes over from the one above it. */
  bind(source: object): void {
    if (this.over || this.state === 'answered') return;
    if (this.state === 'redirected') {
      this.requested = false;
      this.redirect = undefined;
    }
    this.state = 'sending';
    this.source = source;
  }

  /** The transport has built the headers of the request. */
  headersBuilt(reader: () => HeaderReader): void {
    if (this.live !== undefined) this.live.built = reader();
  }

  /** The request that carries the bytes was made; whatever else is requested in this context is another call. */
  wasRequested(): void {
    this.requested = true;
    this.address.forgetBody();
    if (this.state === 'refused') this.slot.tap = undefined;
  }

  /** Runs the original call in the context of this exchange. */
  run<T>(call: () => T): T {
    return runInSlot(this.slot, this.listener, call);
  }

  /** Runs the original call so that deeper layers find this exchange, but in the application's own context. */
  runPlain<T>(call: () => T): T {
    return slots.run(this.slot, call);
  }

  bindCaller(emitter: Parameters<ExchangeListener['bindCaller']>[0]): void {
    this.listener?.bindCaller(emitter);
  }

  requestBody(source: object, chunk: string | Uint8Array, last: boolean): void {
    if (this.source !== source || !this.needsRequestBody) return;
    // The next hop of a redirect sends the same body again.
    if ((this.bodySource ?? source) !== source) return;
    this.bodySource = last ? NOBODY : source;
    if (this.listener?.onRequestBody(chunk, last) === false) {
      this.close('refused');
    }
  }

  sent(source: object): void {
    if (this.source === source) this.connected = true;
  }

  head(source: object, status: number, header: HeaderReader): void {
    const isFinal = status >= 200 && this.state === 'sending';
    if (this.source !== source || !isFinal) return;
    const head = { status, header, at: performance.now() };
    const location = locationOf(status, header);
    if (location === undefined) return this.respond(head);
    this.state = 'redirected';
    this.redirect = head;
    this.address.redirect(location);
  }

  bytes(source: object, chunk: Uint8Array): void {
    if (this.source !== source || this.state !== 'answered') return;
    this.listener?.onBytes(chunk, performance.now());
  }

  end(source: object): void {
    if (this.source !== source) return;
    const at = performance.now();
    const { redirect } = this;
    if (redirect === undefined) return this.close('ended')?.onEnd(at);
    // Clients follow a redirect at once; one that nobody followed was the answer.
    const check = (): void => {
      if (this.redirect !== redirect) return;
      this.respond(redirect);
      const listener = this.close('ended');
      if (!this.followsRedirects) listener?.onEnd(at);
      else
        listener?.onError(new TypeError('the redirect was not followed'), at);
    };
    setImmediate(() => guarded('redirect', check)).unref();
  }

  /** The exchange broke. */
  error(source: object, error: unknown): void {
    if (this.isLast(source)) this.fail(error);
  }

  /** The application let go. */
  abandoned(source: object, reason: unknown): void {
    if (this.isLast(source)) this.giveUp(reason);
  }

  /** The connection of a hop may be dropped once its head has been read: the next one is waited for. */
  private isLast(source: object): boolean {
    if (this.source === source && this.redirect !== undefined) this.end(source);
    return this.source === source && this.redirect === undefined;
  }

  /** The call was refused before any transport took it. */
  failOutside(error: unknown): void {
    if (!this.bound) this.fail(error);
  }

  /** A response came by no transport that we know, as from a replaced fetch: only its head is seen. */
  settleUnwatched(head: Omit<Head, 'at'> | undefined): void {
    if (this.bound || this.over) return;
    const at = performance.now();
    if (head !== undefined) this.respond({ ...head, at });
    this.close('ended')?.onEnd(at);
  }

  private fail(error: unknown): void {
    if (this.signal?.aborted === true) this.giveUp(error);
    else this.close('ended')?.onError(error, performance.now());
  }

  /** The caller let go. The reason that a signal was given says more than the error that a transport makes of it. */
  giveUp(reason?: unknown): void {
    const { signal } = this;
    const given: unknown = signal?.aborted === true ? signal.reason : reason;
    this.close('ended')?.onAbandoned(given, performance.now());
  }

  private respond({ status, header, at }: Head): void {
    this.state = 'answered';
    this.redirect = undefined;
    this.listener?.onResponse(status, header, at);
  }

  /** Lets go of everything; gives the listener to the caller, who tells it the last thing. */
  private close(state: 'ended' | 'refused'): ExchangeListener | undefined {
    const { listener } = this;
    this.state = state;
    this.listener = this.source = this.redirect = undefined;
    this.slot.tap = this.signal = this.live = undefined;
    this.address.forgetBody();
    return listener;
  }
}
