// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import * as timers from 'node:timers';
import { guarded, report, reportText } from '../guard.ts';

// Before the application puts a clock of its own in its place.
const { setImmediate } = timers;

/** The part of `@pydantic/genai-prices`, an optional peer, that we use. */
export interface GenAIPrices {
  /** Returns `null` for an unknown provider or model. Throws where the counts contradict each other. */
  calcPrice(
    usage: Readonly<Record<string, number>>,
    model: string,
    options: { readonly providerId: string }
  ): Calculation | null;
  findProvider(options: {
    readonly providerId: string;
  }): { readonly id: string } | undefined;
}

export interface Calculation {
  readonly total_price: number;
  /** USD by unit; an object where the price has tiers. */
  readonly model_price: Readonly<Record<string, unknown>>;
}

/** Limit of calls that wait for the prices to be loaded. */
const MAX_WAITING = 1000;

/**
 * Loads the library when the first call needs it, because it contains half a megabyte of prices. Loading blocks for some
 * milliseconds, so it happens a turn after the call was sent, while the call waits for its answer.
 */
export class LazyGenAIPrices {
  readonly #load: () => Promise<GenAIPrices>;
  readonly #waiting: (() => void)[] = [];
  #state: 'unloaded' | 'loading' | 'loaded' = 'unloaded';
  #library: GenAIPrices | undefined;

  constructor(load: () => Promise<GenAIPrices> = importGenAIPrices) {
    this.#load = load;
  }

  /** Begins to load, once. */
  prepare(): void {
    if (this.#state !== 'unloaded') return;
    this.#state = 'loading';
    // Spans of reading the library's files do not belong to the call.
    context.with(ROOT_CONTEXT, () => {
      setImmediate(() => {
        this.#load().then(
          library => this.#finish(library),
          (error: unknown) => {
            // One line: the stack of a missing package adds nothing.
            report(LOADING, error);
            this.#finish(undefined);
          }
        );
      });
    });
  }

  /** Passes the library to `use`, at once or when it is loaded; `undefined` where it is not installed. */
  use(fn: (library: GenAIPrices | undefined) => void): void {
    if (this.#state === 'loaded' || this.#waiting.length >= MAX_WAITING) {
      fn(this.#library);
      return;
    }
    this.#waiting.push(() => fn(this.#library));
    this.prepare();
  }

  #finish(library: GenAIPrices | undefined): void {
    this.#library = library;
    this.#state = 'loaded';
    for (const tell of this.#waiting.splice(0)) guarded('cost', tell);
  }
}

/** Reported once: what was not installed is not reported as an error again. */
const LOADING = 'loading prices';
const NOT_INSTALLED =
  '@pydantic/genai-prices is not installed, so only your own prices are used. Run: npm install @pydantic/genai-prices';

async function importGenAIPrices(): Promise<GenAIPrices> {
  let library: Partial<GenAIPrices>;
  try {
    library = await import('@pydantic/genai-prices');
  } catch (error) {
    if (!isMissing(error)) throw error;
    reportText(LOADING, NOT_INSTALLED);
    throw error;
  }
  const { calcPrice, findProvider } = library;
  if (typeof calcPrice === 'function' && typeof findProvider === 'function') {
    return { calcPrice, findProvider };
  }
  throw new Error('this version of @pydantic/genai-prices is not supported');
}

function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') &&
    String(message).includes('@pydantic/genai-prices')
  );
}
