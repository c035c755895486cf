// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { setImmediate } from 'node:timers';
import { guarded, report } from '../guard.ts';

/** What we use of `@pydantic/genai-prices`, which is an optional peer. */
export interface GenAIPrices {
  /** `null`: it does not know the provider or the model. Throws when the counts contradict each other. */
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
  /** USD by unit; what has tiers is an object. */
  readonly model_price: Readonly<Record<string, unknown>>;
}

/** Calls that end while the prices are being loaded wait; so many at most. */
const MAX_WAITING = 1000;

/**
 * Loads the library when the first call needs it, and never else: it is half a megabyte of prices. That takes some
 * milliseconds in one go, so it happens a turn after the call was sent, while it waits for its answer.
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
    // Spans of reading its files are none of the call's.
    context.with(ROOT_CONTEXT, () => {
      setImmediate(() => {
        this.#load().then(
          library => this.#finish(library),
          (error: unknown) => {
            // One line: the stack of a package that is not there says no more.
            report('loading prices', error);
            this.#finish(undefined);
          }
        );
      });
    });
  }

  /** Hands over the library, at once or when it is there; `undefined` when there is none. */
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

async function importGenAIPrices(): Promise<GenAIPrices> {
  let library: Partial<GenAIPrices>;
  try {
    library = await import('@pydantic/genai-prices');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Error(
      '@pydantic/genai-prices is not installed, so that only your own prices count. Run: npm install @pydantic/genai-prices',
      { cause: error }
    );
  }
  const { calcPrice, findProvider } = library;
  if (typeof calcPrice === 'function' && typeof findProvider === 'function') {
    return { calcPrice, findProvider };
  }
  throw new Error('this version of @pydantic/genai-prices is not known');
}

function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') &&
    String(message).includes('@pydantic/genai-prices')
  );
}
