// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { CallPricer } from '../../../src/cost/call-pricer.ts';
import {
  LazyGenAIPrices,
  type GenAIPrices,
} from '../../../src/cost/genai-prices.ts';
import { compilePrices } from '../../../src/cost/price-table.ts';
import { forgetReports, reportTo } from '../../../src/guard.ts';
import type { Purchase } from '../../../src/telemetry/cost.ts';

/** A list of one price: 3 USD in, 9 out, whatever the model of `acme`. */
const library: GenAIPrices = {
  findProvider: ({ providerId }) =>
    providerId === 'acme' ? { id: 'acme' } : undefined,
  calcPrice: () => ({
    total_price: NaN,
    model_price: { input_mtok: 3, output_mtok: 9 },
  }),
};
const own = compilePrices({ acme: { cheap: { input: 1, output: 1 } } });

function purchase(model: string, more: Partial<Purchase> = {}): Purchase {
  return {
    provider: 'acme',
    providerAssumed: false,
    models: [model],
    usage: { inputTokens: 1000, outputTokens: 1000 },
    ...more,
  };
}

/** A library whose loading the test ends itself. */
function loading(): {
  lazy: LazyGenAIPrices;
  loads: () => number;
  finish: (outcome: GenAIPrices | Error) => Promise<void>;
} {
  let loads = 0;
  const { promise, resolve, reject } = withResolvers<GenAIPrices>();
  const lazy = new LazyGenAIPrices(() => {
    loads++;
    return promise;
  });
  return {
    lazy,
    loads: () => loads,
    async finish(outcome) {
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
      await setImmediate();
    },
  };
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

describe('CallPricer', () => {
  let said: string[];
  beforeEach(() => {
    said = [];
    forgetReports();
    reportTo((where, error) => said.push(`${where}: ${String(error)}`));
  });
  afterEach(() => {
    reportTo(() => {});
    forgetReports();
  });

  const ask = (pricer: CallPricer, what: Purchase, told: unknown[]): void =>
    pricer.price(what, usd => told.push(usd));

  it('does not load the library for a price of its own table', async () => {
    const { lazy, loads } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    pricer.prepare(purchase('cheap'));
    ask(pricer, purchase('cheap'), told);
    await setImmediate();
    // (1000 × 1 + 1000 × 1) millionths
    assert.deepEqual([told, loads()], [[0.002], 0]);
  });

  it('begins to load when a call begins whose price the table does not have, and once', async () => {
    const { lazy, loads } = loading();
    const pricer = new CallPricer(own, lazy);
    pricer.prepare(purchase('dear'));
    pricer.prepare(purchase('dear'));
    assert.equal(loads(), 0, 'not before the request is on its way');
    await setImmediate();
    ask(pricer, purchase('dear'), []);
    await setImmediate();
    assert.equal(loads(), 1);
  });

  it('does not load for a call whose model is not known yet', async () => {
    const { lazy, loads } = loading();
    new CallPricer(own, lazy).prepare(purchase('', { models: [] }));
    await setImmediate();
    assert.equal(loads(), 0);
  });

  it('lets calls that end before it is loaded wait, in their order', async () => {
    const { lazy, finish } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    ask(pricer, purchase('dear'), told);
    ask(pricer, purchase('other', { provider: 'nobody' }), told);
    ask(pricer, purchase('cheap'), told);
    await setImmediate();
    assert.deepEqual(told, [0.002], 'only what needs no library');
    await finish(library);
    // (1000 × 3 + 1000 × 9) millionths
    assert.deepEqual(told, [0.002, 0.012, undefined]);
    ask(pricer, purchase('dear'), told);
    assert.deepEqual(told.slice(3), [0.012], 'at once from now on');
  });

  it('lets no more than a thousand calls wait', async () => {
    const { lazy, finish } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    for (let index = 0; index < 1001; index++) {
      ask(pricer, purchase('dear'), told);
    }
    assert.deepEqual(told, [undefined]);
    await setImmediate();
    await finish(library);
    assert.equal(told.filter(usd => usd === 0.012).length, 1000);
  });

  it('says once that there is no library, and has no price then', async () => {
    const { lazy, loads, finish } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    ask(pricer, purchase('dear'), told);
    await setImmediate();
    await finish(
      Object.assign(new Error('Cannot find it'), { code: 'MODULE_NOT_FOUND' })
    );
    ask(pricer, purchase('dear'), told);
    await setImmediate();
    assert.deepEqual(told, [undefined, undefined]);
    assert.equal(said.length, 1);
    assert.match(
      said[0] ?? '',
      /^loading prices: MODULE_NOT_FOUND: a module was not found at /
    );
    assert.equal(loads(), 1);
  });

  it('has no price where the library throws, and says so', async () => {
    const { lazy, finish } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    ask(pricer, purchase('dear'), told);
    await setImmediate();
    await finish({
      ...library,
      calcPrice() {
        throw new Error('no sums today');
      },
    });
    assert.deepEqual(told, [undefined]);
    assert.equal(said.length, 1);
    // The message may quote anything, so the class and the place are all that is reported.
    assert.match(
      said[0] ?? '',
      /^pricing: Error at .*call-pricer\.test\.ts:\d+:\d+$/
    );
  });

  it('keeps telling the others when one of those who wait throws', async () => {
    const { lazy, finish } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    pricer.price(purchase('dear'), () => {
      throw new Error('no meter today');
    });
    ask(pricer, purchase('dear'), told);
    await setImmediate();
    await finish(library);
    assert.deepEqual(told, [0.012]);
    assert.equal(said.length, 1);
    assert.match(
      said[0] ?? '',
      /^cost: Error at .*call-pricer\.test\.ts:\d+:\d+$/
    );
  });

  it('asks the library only for providers that somebody named', async () => {
    const { lazy, loads } = loading();
    const pricer = new CallPricer(own, lazy);
    const told: unknown[] = [];
    const assumed = { providerAssumed: true };
    pricer.prepare(purchase('dear', assumed));
    ask(pricer, purchase('dear', assumed), told);
    ask(pricer, purchase('cheap', assumed), told);
    await setImmediate();
    assert.deepEqual([told, loads()], [[undefined, 0.002], 0]);
  });

  it('has the table only, where the library is not wanted', () => {
    const pricer = new CallPricer(own, undefined);
    const told: unknown[] = [];
    pricer.prepare(purchase('dear'));
    ask(pricer, purchase('dear'), told);
    ask(pricer, purchase('cheap'), told);
    assert.deepEqual(told, [undefined, 0.002]);
  });
});
