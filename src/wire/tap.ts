// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Exchange, ExchangeListener, HeaderReader } from './exchange.ts';
import type { LiveHeaders } from './headers/live-headers.ts';
import { Address, type Candidate, listenerFor } from './matching.ts';
import { runInSlot, type Slot, slots } from './patch.ts';
import type { OriginalCall } from './patch-method.ts';
import { inNextTurn } from './originals.ts';
import { locationOf } from './url.ts';
import type { Watch } from './watch.ts';

/**
 * A tap connects the transports that report one exchange with the listener. Its asynchronous slot is its identity: all
 * layers that see the same call (fetch over undici, an application's fetch over node:http) share the tap. The innermost
 * layer is the bound source, and the listener gets one beginning and one end.
 *
 * | event        | waiting        | sending              | redirected                | answered | ended, refused |
 * | ------------ | -------------- | -------------------- | ------------------------- | -------- | -------------- |
 * | bind         | → sending      | a deeper layer takes over | → sending (next hop) | –        | –              |
 * | requestBody  | –              | onRequestBody; `false` → refused | as sending    | –        | –              |
 * | head 3xx     | –              | → redirected         | –                         | –        | –              |
 * | head, no 1xx | –              | onResponse → answered | –                        | –        | –              |
 * | bytes        | –              | –                    | –                         | onBytes  | –              |
 * | upgraded     | –              | → ended              | as sending                | –        | –              |
 * | end          | –              | onEnd → ended        | unfollowed after one turn: the 3xx was the answer, or fetch failed | onEnd → ended | – |
 * | error, abandoned | –          | onError, onAbandoned → ended | as end            | as sending | –            |
 * | failOutside  | onError → ended | –                   | –                         | –        | –              |
 *
 * Events of a transport count only while it is the bound source. Layers below find a refused tap in the slot and do not
 * decide again. An error is reported as an abandonment if the caller's signal was aborted.
 */
export type TapState =
  'waiting' | 'sending' | 'redirected' | 'answered' | 'ended' | 'refused';

/** The open or refused exchange of the current asynchronous context, if any. */
export function currentTap(): Tap | undefined {
  return slots.getStore()?.tap as Tap | undefined;
}

type Head = Readonly<{ status: number; headers: HeaderReader; at: number }>;

const NOBODY = {};
const NOT_FOLLOWED = 'the redirect was not followed';

export class Tap {
  state: TapState;
  /** The request has a connection. */
  connected = false;
  /** The caller's signal: distinguishes an aborted call from a failed one. */
  signal: AbortSignal | undefined;
  /** The transport, or a client above it such as got, follows redirects: one that is not followed is a failure. */
  followsRedirects = false;
  /** Headers of the request that are known only once the transport has built them. */
  live: LiveHeaders | undefined;
  /** The body was not known when the call began; transports report it as it is sent. */
  readonly needsRequestBody: boolean;

  private readonly address: Address;
  private listener: ExchangeListener | undefined;
  private readonly slot: Slot = { tap: this };
  private source: object | undefined = undefined;
  /** The request that carries the bytes exists. */
  private requested = false;
  private redirect: Head | undefined = undefined;
  private bodySource: object | undefined = undefined;

  /** Asks the observer, once, whether the exchange is ours. If not, the layers below find the refusal. */
  constructor(
    watch: Watch,
    exchange: Exchange,
    signal?: AbortSignal,
    live?: LiveHeaders
  ) {
    this.listener = listenerFor(watch, exchange);
    this.state = this.listener === undefined ? 'refused' : 'waiting';
    this.address = new Address(exchange);
    this.needsRequestBody = !this.refused && exchange.body === undefined;
    this.signal = signal;
    this.live = this.refused ? undefined : live;
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

  /** No transport has taken this call yet, or its last hop was redirected. */
  get awaitsTransport(): boolean {
    return this.state === 'waiting' || this.state === 'redirected';
  }

  /** The request for this call, or for its next hop, does not exist yet. */
  get awaitsRequest(): boolean {
    return this.state === 'sending' ? !this.requested : this.awaitsTransport;
  }

  isBoundTo(source: object): boolean {
    return this.source === source;
  }

  /** Whether a request in the context of this call belongs to this call or its next hop. */
  takes(candidate: Candidate): boolean {
    if (this.state === 'redirected') return this.address.fitsHop(candidate);
    return (this.awaitsRequest || this.refused) && this.address.fits(candidate);
  }

  /** From now on only events of `source` count: each deeper layer takes over from the one above it. */
  bind(source: object): void {
    if (this.over || this.state === 'answered') return;
    this.followsRedirects ||= this.state === 'redirected';
    if (this.state === 'redirected') this.requested = false;
    this.redirect = undefined;
    this.state = 'sending';
    this.source = source;
  }

  /** The request that carries the bytes exists; any other request in this context is another call. */
  wasRequested(): void {
    this.requested = true;
    this.address.forgetBody();
    if (this.refused) this.slot.tap = undefined;
  }

  /** Runs the original call in the context of this exchange. */
  run(...call: OriginalCall): unknown {
    return runInSlot(this.slot, this.listener, ...call);
  }

  /** Runs the original call so that deeper layers find this exchange, but in the application's own context. */
  runPlain(...call: OriginalCall): unknown {
    return runInSlot(this.slot, undefined, ...call);
  }

  bindCaller(emitter: Parameters<ExchangeListener['bindCaller']>[0]): void {
    this.listener?.bindCaller(emitter);
  }

  requestBody(source: object, chunk: string | Uint8Array, last: boolean): void {
    if (this.source !== source || !this.needsRequestBody) return;
    // The next hop of a redirect sends the same body again.
    if ((this.bodySource ?? source) !== source) return;
    this.bodySource = last ? NOBODY : source;
    const isOurs = this.listener?.onRequestBody(chunk, last) !== false;
    if (!isOurs) this.close('refused');
  }

  sent(source: object): void {
    if (this.source === source) this.connected = true;
  }

  head(source: object, status: number, headers: HeaderReader): void {
    const isFinal = status >= 200 && this.state === 'sending';
    if (this.source !== source || !isFinal) return;
    const head = { status, headers, at: performance.now() };
    const location = status < 300 ? undefined : locationOf(status, headers);
    if (location === undefined) return this.respond(head);
    this.state = 'redirected';
    this.redirect = head;
    this.address.redirect(location);
  }

  bytes(source: object, chunk: Uint8Array): void {
    if (this.source !== source || this.state !== 'answered') return;
    this.listener?.onBytes(chunk, performance.now());
  }

  /** The connection goes on in another protocol. A listener of `kind` is returned, and hears of it from there. */
  upgraded<L>(source: object, kind: new (...of: never) => L): L | undefined {
    const isIt = this.source === source && this.listener instanceof kind;
    return isIt ? (this.close('ended') as L | undefined) : undefined;
  }

  end(source: object): void {
    if (this.isLast(source)) this.close('ended')?.onEnd(performance.now());
  }

  error(source: object, error: unknown): void {
    if (this.isLast(source, error)) this.fail(error);
  }

  /** The application ended the exchange early. */
  abandoned(source: object, reason: unknown): void {
    if (this.isLast(source)) this.giveUp(reason);
  }

  /** Whether no hop can follow. The connection of a hop may close once its head has been read. */
  private isLast(source: object, refusal?: unknown): boolean {
    if (this.source !== source) return false;
    if (this.redirect !== undefined) this.awaitHop(this.redirect, refusal);
    return this.redirect === undefined;
  }

  /** Clients follow a redirect at once; a redirect that was not followed is the answer. */
  private awaitHop(redirect: Head, refusal: unknown): void {
    const at = performance.now();
    inNextTurn('redirect', () => {
      if (this.redirect !== redirect) return;
      this.respond(redirect);
      const listener = this.close('ended');
      if (refusal === undefined && !this.followsRedirects) listener?.onEnd(at);
      else listener?.onError(refusal ?? new TypeError(NOT_FOLLOWED), at);
    });
  }

  /** The call was refused before any transport took it. */
  failOutside(error: unknown): void {
    if (!this.bound) this.fail(error);
  }

  /** A response came from an unknown transport, such as a replaced fetch: only its head is seen. */
  settleUnwatched(head: Head | undefined): void {
    if (this.bound || this.over) return;
    if (head !== undefined) this.respond(head);
    this.close('ended')?.onEnd(head?.at ?? performance.now());
  }

  private fail(error: unknown): void {
    if (this.signal?.aborted === true) this.giveUp(error);
    else this.close('ended')?.onError(error, performance.now());
  }

  /** The caller aborted. The reason of its signal is more exact than the transport's error. */
  giveUp(reason?: unknown): void {
    const given = this.signal?.aborted === true ? this.signal : { reason };
    this.close('ended')?.onAbandoned(given.reason, performance.now());
  }

  private respond({ status, headers, at }: Head): void {
    this.state = 'answered';
    this.redirect = undefined;
    this.listener?.onResponse(status, headers, at);
  }

  /** Releases everything. @returns the listener, for its last event. */
  private close(state: 'ended' | 'refused'): ExchangeListener | undefined {
    const { listener } = this;
    this.state = state;
    this.listener = this.source = this.redirect = undefined;
    this.slot.tap = this.signal = this.live = undefined;
    this.address.forgetBody();
    return listener;
  }
}
