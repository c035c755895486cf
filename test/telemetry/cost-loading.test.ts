// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runApp } from '../support/run-app.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const PACKAGE = 'opentelemetry-instrumentation-genai';
const APPS = ['cost.cjs', 'cost.mjs', 'cost-call.cjs'];

/** A price list that counts how often it is loaded: 3 USD in, 9 out, for every model. */
const PRICE_LIST = {
  'package.json': JSON.stringify({
    name: '@pydantic/genai-prices',
    version: '0.0.0',
    exports: { '.': { import: './index.mjs', require: './index.cjs' } },
  }),
  'index.cjs': `
    globalThis.priceListLoads = (globalThis.priceListLoads ?? 0) + 1;
    exports.findProvider = ({ providerId }) => ({ id: providerId });
    exports.calcPrice = () => ({
      total_price: 1,
      model_price: { input_mtok: 3, output_mtok: 9 },
    });`,
  'index.mjs': `
    globalThis.priceListLoads = (globalThis.priceListLoads ?? 0) + 1;
    export const findProvider = ({ providerId }) => ({ id: providerId });
    export const calcPrice = () => ({
      total_price: 1,
      model_price: { input_mtok: 3, output_mtok: 9 },
    });`,
};

/** A folder in which the package, as it was built, is installed with or without a price list. */
function install(withPrices: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'genai-cost-'));
  const modules = join(folder, 'node_modules');
  for (const part of ['package.json', 'dist']) {
    // A copy, so that it looks for its peer here.
    cpSync(join(root, part), join(modules, PACKAGE, part), { recursive: true });
  }
  symlinkSync(
    join(root, 'node_modules', '@opentelemetry'),
    join(modules, '@opentelemetry'),
    'junction'
  );
  for (const app of APPS) {
    cpSync(join(root, 'test', 'fixtures', 'apps', app), join(folder, app));
  }
  if (withPrices) {
    const peer = join(modules, '@pydantic', 'genai-prices');
    mkdirSync(peer, { recursive: true });
    for (const [name, text] of Object.entries(PRICE_LIST)) {
      writeFileSync(join(peer, name), text);
    }
  }
  return folder;
}

describe('the price list', () => {
  let withPrices: string;
  let without: string;
  before(() => {
    withPrices = install(true);
    without = install(false);
  });
  after(() => {
    rmSync(withPrices, { recursive: true, force: true });
    rmSync(without, { recursive: true, force: true });
  });

  const run = async (
    folder: string,
    app: string,
    cost: unknown
  ): Promise<{ told: unknown; stderr: string }> => {
    const { code, stdout, stderr } = await runApp({
      app: join(folder, app),
      cwd: folder,
      env: { COST: JSON.stringify(cost) },
    });
    assert.equal(code, 0, stderr);
    return { told: JSON.parse(stdout), stderr };
  };

  const never = { atStart: 0, afterAnotherRequest: 0, atEnd: 0 };
  const prices = { openai: { 'gpt-4.1': { input: 2, output: 8 } } };

  for (const app of ['cost.cjs', 'cost.mjs']) {
    describe(`in ${app}`, () => {
      it('is not loaded when cost is off', async () => {
        const { told } = await run(withPrices, app, false);
        assert.deepEqual(told, { loaded: never, counted: {} });
      });

      it('is loaded by the first call that needs it, once', async () => {
        const { told, stderr } = await run(withPrices, app, true);
        assert.deepEqual(told, {
          loaded: { ...never, atEnd: 1 },
          // 2 × (11 × 3 + 7 × 9) = 2 × 96 millionths
          counted: { 'genai.client.cost': [0.000192] },
        });
        assert.equal(stderr, '');
      });

      it("is not loaded for what has the user's own price", async () => {
        const { told } = await run(withPrices, app, { prices });
        assert.deepEqual(told, {
          loaded: never,
          // 2 × (11 × 2 + 7 × 8) = 2 × 78 millionths
          counted: { 'genai.client.cost': [0.000156] },
        });
      });

      it('may be missing: that is said once, and calls are without a price', async () => {
        const { told, stderr } = await run(without, app, true);
        assert.deepEqual(told, {
          loaded: never,
          counted: { 'genai.client.cost.unpriced': [2] },
        });
        assert.equal(
          stderr.match(/npm install @pydantic\/genai-prices/g)?.length,
          1
        );
      });

      it("is not missed where the user's own prices suffice", async () => {
        const { told, stderr } = await run(without, app, { prices });
        assert.deepEqual(told, {
          loaded: never,
          counted: { 'genai.client.cost': [0.000156] },
        });
        assert.equal(stderr, '');
      });
    });
  }
});
