// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { context, trace } from '@opentelemetry/api';
import type { GenAIInstrumentationConfig } from '../../src/index.ts';
import {
  completion,
  json,
  scriptedServer,
  type Script,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const COST = 'genai.client.cost';
const UNPRICED = 'genai.client.cost.unpriced';

/** 11 input and 7 output tokens, of which the server reports 4 as cached: 7 × 2 + 4 × 0.5 + 7 × 8 = 72 millionths. */
const USD = 0.000072;
const usage = {
  prompt_tokens: 11,
  completion_tokens: 7,
  prompt_tokens_details: { cached_tokens: 4 },
};
const prices = {
  holysheep: { 'gpt-4.1': { input: 2, output: 8, cacheRead: 0.5 } },
};
const own: GenAIInstrumentationConfig = { cost: { prices, library: false } };
const holysheep: GenAIInstrumentationConfig = {
  providers: [{ name: 'holysheep', hosts: ['127.0.0.1'] }],
};
const attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'holysheep',
  'gen_ai.request.model': 'gpt-4.1',
  'gen_ai.response.model': 'gpt-4.1-2025-04-14',
};
const answer = { ...completion, model: 'gpt-4.1-2025-04-14', usage };

/** Makes calls against a provider that answers by a script, and hands over what was measured of them. */
async function calling(
  config: GenAIInstrumentationConfig,
  script: Script,
  bodies: readonly object[] = [{ model: 'gpt-4.1' }],
  around: (tracked: Tracked, fn: () => Promise<void>) => Promise<void> = (
    _,
    fn
  ) => fn()
): Promise<{ cost: unknown[]; unpriced: unknown[] }> {
  const tracked = track(config);
  const server = await scriptedServer(script);
  try {
    await around(tracked, async () => {
      for (const body of bodies) {
        await fetch(`${server.origin}/v1/chat/completions`, {
          method: 'POST',
          body: JSON.stringify(body),
        })
          .then(response => response.text())
          .catch(() => 'failed');
      }
    });
    return {
      cost: await tracked.values(COST),
      unpriced: await tracked.values(UNPRICED),
    };
  } finally {
    await tracked.stop();
    await server.close();
  }
}

const replying =
  (body: object, status = 200): Script =>
  (_, response) =>
    json(response, status, body);

describe('the cost of calls', () => {
  it('is counted by provider, models and operation', async () => {
    const found = await calling({ ...holysheep, ...own }, replying(answer), [
      { model: 'gpt-4.1' },
      { model: 'gpt-4.1' },
    ]);
    assert.deepEqual(found, {
      cost: [{ ...attributes, value: USD + USD }],
      unpriced: [],
    });
  });

  it('is counted for a stream that reports its usage', async () => {
    const found = await calling(
      { ...holysheep, ...own },
      (_, response) => {
        response.setHeader('content-type', 'text/event-stream');
        const { model } = answer;
        response.write(`data: ${JSON.stringify({ model, choices: [] })}\n\n`);
        response.write(`data: ${JSON.stringify({ model, usage })}\n\n`);
        response.end('data: [DONE]\n\n');
      },
      [{ model: 'gpt-4.1', stream: true }]
    );
    assert.deepEqual(found, {
      cost: [{ ...attributes, value: USD }],
      unpriced: [],
    });
  });

  it('has no instrument unless it is asked for', async () => {
    const found = await calling(holysheep, replying(answer));
    assert.deepEqual(found, { cost: [], unpriced: [] });
  });

  it('says that a call with usage had no price', async () => {
    const found = await calling(
      { ...holysheep, ...own },
      replying({ ...answer, model: 'gpt-5' }),
      [{ model: 'gpt-5' }]
    );
    assert.deepEqual(found, {
      cost: [],
      unpriced: [
        {
          ...attributes,
          'gen_ai.request.model': 'gpt-5',
          'gen_ai.response.model': 'gpt-5',
          value: 1,
        },
      ],
    });
  });

  const nothingReported: [name: string, Script][] = [
    ['reports no usage', replying({ ...answer, usage: undefined })],
    [
      'reports a usage of nothing',
      replying({
        ...answer,
        model: 'unknown',
        usage: { prompt_tokens: 0, completion_tokens: 0 },
      }),
    ],
    [
      'fails',
      replying({ error: { code: 'rate_limit_exceeded', message: 'no' } }, 429),
    ],
    ['breaks', (_, response) => void response.destroy()],
  ];
  for (const [name, script] of nothingReported) {
    it(`counts nothing for a call that ${name}`, async () => {
      const found = await calling({ ...holysheep, ...own }, script, [
        { model: 'whatever' },
      ]);
      assert.deepEqual(found, { cost: [], unpriced: [] });
    });
  }

  it('counts a cost of nothing where the price is nothing', async () => {
    const free = { holysheep: { '*': { input: 0, output: 0 } } };
    const found = await calling(
      { ...holysheep, cost: { prices: free, library: false } },
      replying(answer)
    );
    assert.deepEqual(found, {
      cost: [{ ...attributes, value: 0 }],
      unpriced: [],
    });
  });

  it('counts a usage that came before the stream went wrong', async () => {
    const found = await calling(
      { ...holysheep, ...own },
      (_, response) => {
        response.setHeader('content-type', 'text/event-stream');
        const event = JSON.stringify({ ...answer, choices: [] });
        response.write(`data: ${event}\n\n`, () => response.destroy());
      },
      [{ model: 'gpt-4.1', stream: true }]
    );
    assert.deepEqual(found.unpriced, []);
    assert.deepEqual(found.cost, [{ ...attributes, value: USD }]);
  });

  it('has as many models as metrics may have', async () => {
    const free = { holysheep: { '*': { input: 2, output: 8 } } };
    const found = await calling(
      { ...holysheep, cost: { prices: free, library: false }, maxModels: 1 },
      ({ body }, response) => {
        const { model } = JSON.parse(body) as { model: string };
        json(response, 200, { ...answer, model });
      },
      [{ model: 'a' }, { model: 'b' }, { model: 'c' }]
    );
    // Uncached now: 11 × 2 + 7 × 8 = 78 millionths, for cached tokens have no price of their own here.
    const modelled = (model: string, value: number): object => ({
      ...attributes,
      'gen_ai.request.model': model,
      'gen_ai.response.model': model,
      value,
    });
    assert.deepEqual(found.cost, [
      modelled('a', 0.000078),
      modelled('_OTHER', 0.000078 + 0.000078),
    ]);
  });

  it('is counted also where somebody else measures the call', async () => {
    const scope = '@opentelemetry/instrumentation-openai';
    const found = await calling(
      { ...holysheep, ...own },
      replying(answer),
      undefined,
      async (tracked, fn) => {
        const span = tracked.tracerOf(scope).startSpan('chat gpt-4.1', {
          attributes: { 'gen_ai.operation.name': 'chat' },
        });
        await context.with(trace.setSpan(context.active(), span), fn);
        span.end();
        assert.deepEqual(await tracked.series(), [], 'we leave that to them');
      }
    );
    assert.deepEqual(found.cost, [{ ...attributes, value: USD }]);
  });

  describe('at a host that nobody named', () => {
    it('has no price by the library', async () => {
      const { cost, unpriced } = await calling(
        { cost: true },
        replying(answer)
      );
      assert.deepEqual(cost, []);
      assert.deepEqual(unpriced, [
        { ...attributes, 'gen_ai.provider.name': 'openai', value: 1 },
      ]);
    });

    it("has the user's own price", async () => {
      const { cost } = await calling(
        { cost: { prices: { openai: prices.holysheep }, library: false } },
        replying(answer)
      );
      assert.deepEqual(cost, [
        { ...attributes, 'gen_ai.provider.name': 'openai', value: USD },
      ]);
    });
  });
});
