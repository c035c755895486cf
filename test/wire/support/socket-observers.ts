// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { EventEmitter } from 'node:events';
import type {
  Exchange,
  ExchangeObserver,
  HeaderReader,
  SocketClose,
  SocketListener,
  Way,
} from '../../../src/wire/exchange.ts';
import { type Message, messageOf, SOCKET_PATH } from './socket-server.ts';

/** Remembers what one connection tells. */
export class SeenSocket implements SocketListener {
  readonly exchange: Exchange;
  readonly messages: Record<Way, Message[]> = { sent: [], received: [] };
  readonly unreadable: Way[] = [];
  readonly terminals: SocketClose[] = [];
  readonly complaints: string[] = [];
  readonly bound: EventEmitter[] = [];
  opened = 0;
  contexts = 0;
  /** A message of each way that has begun. */
  readonly open: Record<Way, { text: boolean; parts: Buffer[] } | undefined> = {
    sent: undefined,
    received: undefined,
  };
  #last = performance.now();

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  context<T>(fn: () => T): T {
    this.contexts++;
    return fn();
  }

  bindCaller(emitter: EventEmitter): void {
    this.bound.push(emitter);
  }

  onOpen(_header: HeaderReader, at: number): void {
    this.#note('onOpen', at);
    this.opened++;
  }

  onPart(
    way: Way,
    part: Uint8Array,
    text: boolean,
    last: boolean,
    at: number
  ): void {
    this.#note('onPart', at);
    if (this.opened !== 1) this.complaints.push('a part before onOpen');
    if (this.unreadable.includes(way))
      this.complaints.push('after onUnreadable');
    const open = (this.open[way] ??= { text, parts: [] });
    if (open.text !== text) this.complaints.push('a message of two kinds');
    open.parts.push(Buffer.from(part));
    if (!last) return;
    this.messages[way].push(messageOf(text, Buffer.concat(open.parts)));
    this.open[way] = undefined;
  }

  onUnreadable(way: Way, at: number): void {
    this.#note('onUnreadable', at);
    this.unreadable.push(way);
  }

  onClose(close: SocketClose, at: number): void {
    this.#note('onClose', at);
    this.terminals.push(close);
  }

  #note(what: string, at: number): void {
    if (this.terminals.length > 0)
      this.complaints.push(`${what} after the end`);
    if (at < this.#last) this.complaints.push(`${what}: time runs backwards`);
    if (at > performance.now()) this.complaints.push(`${what}: in the future`);
    this.#last = at;
  }
}

const refuse = (): never => {
  throw new Error('the observer is broken');
};

const http = { wants: () => false, observe: refuse };

function wantsSocket(target: string): boolean {
  return target.split('?')[0]?.endsWith(SOCKET_PATH) ?? false;
}

export function recordingSockets(): ExchangeObserver & { seen: SeenSocket[] } {
  const seen: SeenSocket[] = [];
  return {
    ...http,
    seen,
    wantsSocket,
    observeSocket(exchange) {
      const record = new SeenSocket(exchange);
      seen.push(record);
      return record;
    },
  };
}

const brokenListener: SocketListener = {
  context: refuse,
  bindCaller: refuse,
  onOpen: refuse,
  onPart: refuse,
  onUnreadable: refuse,
  onClose: refuse,
};

/** Observers that the application must survive without a mark. */
export const unhelpfulSocketObservers: Record<string, ExchangeObserver> = {
  'wants nothing': { ...http, wantsSocket: () => false, observeSocket: refuse },
  'observes nothing': { ...http, wantsSocket, observeSocket: () => undefined },
  'knows no sockets': { ...http, wants: (_, target) => wantsSocket(target) },
  'throws in wantsSocket': { ...http, wantsSocket: refuse },
  'throws in observeSocket': { ...http, wantsSocket, observeSocket: refuse },
  'throws in every listener method': {
    ...http,
    wantsSocket,
    observeSocket: () => brokenListener,
  },
  'throws after it has run the handshake': {
    ...http,
    wantsSocket,
    observeSocket: () => ({
      ...brokenListener,
      context(fn) {
        fn();
        return refuse();
      },
    }),
  },
};
