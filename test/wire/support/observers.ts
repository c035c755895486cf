// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
  HeaderReader,
} from '../../../src/wire/exchange.ts';
import { INFERENCE_PATH } from '../../support/wire-server.ts';

export type Terminal = 'end' | 'error' | 'abandoned';

/** The exchange in whose context the code runs, as a span would be. */
export const insideOf = new AsyncLocalStorage<Seen>();

/** Remembers what one exchange tells, and holds no buffer of the application's. */
export class Seen implements ExchangeListener {
  readonly exchange: Exchange;
  readonly statuses: number[] = [];
  readonly terminals: Terminal[] = [];
  readonly bound: EventEmitter[] = [];
  /** What was told out of order, too late, or with a time that runs backwards. */
  readonly complaints: string[] = [];
  headers: HeaderReader = { get: () => undefined };
  failure: unknown;
  bytes = 0;
  contexts = 0;
  readonly #digest = createHash('sha1');
  readonly #requestParts: Buffer[] = [];
  #requestBodyClosed = false;
  #last = performance.now();

  constructor(exchange: Exchange) {
    this.exchange = exchange;
    if (exchange.body !== undefined) {
      this.#requestParts.push(Buffer.from(exchange.body));
    }
  }

  get digest(): string {
    return this.#digest.copy().digest('hex');
  }

  get requestBody(): Buffer {
    return Buffer.concat(this.#requestParts);
  }

  context<T>(fn: () => T): T {
    this.contexts++;
    return insideOf.run(this, fn);
  }

  bindCaller(emitter: EventEmitter): void {
    this.bound.push(emitter);
  }

  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean {
    this.#note('onRequestBody');
    if (this.exchange.body !== undefined || this.#requestBodyClosed) {
      this.complaints.push('onRequestBody for a body that is known');
    }
    this.#requestBodyClosed ||= last;
    this.#requestParts.push(Buffer.from(chunk));
    return true;
  }

  onResponse(status: number, headers: HeaderReader, at: number): void {
    this.#note('onResponse', at);
    this.statuses.push(status);
    this.headers = headers;
  }

  onBytes(chunk: Uint8Array, at: number): void {
    this.#note('onBytes', at);
    if (this.statuses.length === 0) {
      this.complaints.push('onBytes before onResponse');
    }
    this.bytes += chunk.length;
    this.#digest.update(chunk);
  }

  onEnd(at: number): void {
    this.#note('onEnd', at);
    this.terminals.push('end');
  }

  onError(error: unknown, at: number): void {
    this.#note('onError', at);
    this.terminals.push('error');
    this.failure = error;
  }

  onAbandoned(reason: unknown, at: number): void {
    this.#note('onAbandoned', at);
    this.terminals.push('abandoned');
    this.failure = reason;
  }

  #note(what: string, at?: number): void {
    const terminal = this.terminals[0];
    if (terminal) this.complaints.push(`${what} after ${terminal}`);
    if (at === undefined) return;
    if (at < this.#last) this.complaints.push(`${what}: time runs backwards`);
    if (at > performance.now()) this.complaints.push(`${what}: in the future`);
    this.#last = at;
  }
}

function wants(_method: string, target: string): boolean {
  return target.split('?')[0]?.endsWith(INFERENCE_PATH) ?? false;
}

export function recordingObserver(): ExchangeObserver & { seen: Seen[] } {
  const seen: Seen[] = [];
  return {
    seen,
    wants,
    observe(exchange) {
      const record = new Seen(exchange);
      seen.push(record);
      return record;
    },
  };
}

const refuse = (): never => {
  throw new Error('the observer is broken');
};

const brokenListener: ExchangeListener = {
  context: refuse,
  bindCaller: refuse,
  onRequestBody: refuse,
  onResponse: refuse,
  onBytes: refuse,
  onEnd: refuse,
  onError: refuse,
  onAbandoned: refuse,
};

const nothing = (): void => {};

/** Takes every event and does nothing. */
const quietListener: ExchangeListener = {
  context: fn => fn(),
  bindCaller: nothing,
  onRequestBody: () => true,
  onResponse: nothing,
  onBytes: nothing,
  onEnd: nothing,
  onError: nothing,
  onAbandoned: nothing,
};

/** Observers that the application must survive without a mark. */
export const unhelpfulObservers: Record<string, ExchangeObserver> = {
  'wants nothing': { wants: () => false, observe: refuse },
  'observes nothing': { wants, observe: () => undefined },
  'throws in wants': { wants: refuse, observe: refuse },
  'throws in observe': { wants, observe: refuse },
  'throws in every listener method': { wants, observe: () => brokenListener },
  'refuses each call when the first bytes of its body have come': {
    wants,
    observe: () => ({ ...quietListener, onRequestBody: () => false }),
  },
  'throws after it has run the call': {
    wants,
    observe: () => ({
      ...brokenListener,
      context(fn) {
        fn();
        return refuse();
      },
    }),
  },
};
