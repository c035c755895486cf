// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import * as genaiPrices from '@pydantic/genai-prices';
import type { GenAIPrices } from '../../../src/cost/genai-prices.ts';
import { LibraryPrices } from '../../../src/cost/library-prices.ts';
import { providers } from '../../../src/recognise/providers.ts';
import type { Usage } from '../../../src/telemetry/cost.ts';

const thousand: Usage = { inputTokens: 1000, outputTokens: 500 };

function purchase(provider: string, models: string[], usage = thousand) {
  return { provider, providerAssumed: false, models, usage };
}

function assertNear(given: number | undefined, usd: number): void {
  assert.ok(
    given !== undefined && Math.abs(given - usd) < 1e-12,
    `${given} is not ${usd}`
  );
}

/** The real library, which tells what it was asked. */
function listening(): { library: GenAIPrices; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    library: {
      calcPrice(usage, model, options) {
        asked.push(`${options.providerId} ${model}`);
        return genaiPrices.calcPrice(usage, model, options);
      },
      findProvider: genaiPrices.findProvider,
    },
  };
}

describe('LibraryPrices with @pydantic/genai-prices', () => {
  const prices = new LibraryPrices(genaiPrices);

  // USD per million tokens, from the price pages of the providers: input, output.
  const table: [provider: string, model: string, number, number][] = [
    ['openai', 'gpt-4.1', 2, 8],
    ['openai', 'gpt-4.1-2025-04-14', 2, 8],
    ['azure.ai.openai', 'gpt-4.1', 2, 8],
    ['azure.ai.inference', 'gpt-4.1', 2, 8],
    ['anthropic', 'claude-haiku-4-5', 1, 5],
    ['gcp.gemini', 'gemini-2.5-flash', 0.3, 2.5],
    ['gcp.vertex_ai', 'gemini-2.5-flash', 0.3, 2.5],
    ['x_ai', 'grok-4', 3, 15],
    ['mistral_ai', 'mistral-large-latest', 2, 6],
    ['groq', 'llama-3.3-70b-versatile', 0.59, 0.79],
    ['aws.bedrock', 'global.anthropic.claude-haiku-4-5-20251001-v1:0', 1, 5],
    // A tenth more in a region of one's choice.
    ['aws.bedrock', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', 1.1, 5.5],
  ];
  for (const [provider, model, input, output] of table) {
    it(`prices ${model} of ${provider}`, () => {
      assertNear(
        prices.cost(purchase(provider, [model])),
        (1000 * input + 500 * output) / 1e6
      );
    });
  }

  it('prices cached tokens', () => {
    // gpt-4.1 at 2, cached 0.5, output 8: 200 × 2 + 800 × 0.5 + 500 × 8
    assertNear(
      prices.cost(
        purchase('openai', ['gpt-4.1'], { ...thousand, cacheReadTokens: 800 })
      ),
      0.0048
    );
    // claude-haiku-4-5 at 1, cached 0.1, put into the cache 1.25, output 5: 100 + 600 × 0.1 + 300 × 1.25 + 500 × 5
    assertNear(
      prices.cost(
        purchase('anthropic', ['claude-haiku-4-5'], {
          ...thousand,
          cacheReadTokens: 600,
          cacheWriteTokens: 300,
        })
      ),
      0.003035
    );
  });

  it('prices more cached tokens than input tokens, at which the library throws', () => {
    assert.throws(
      () =>
        genaiPrices.calcPrice(
          { input_tokens: 5, cache_read_tokens: 4735, output_tokens: 255 },
          'gpt-4.1',
          { providerId: 'openai' }
        ),
      /cannot exceed/
    );
    // 5 × 2 + 4735 × 0.5 + 255 × 8 = 10 + 2367.5 + 2040
    const usage = { inputTokens: 5, cacheReadTokens: 4735, outputTokens: 255 };
    assertNear(prices.cost(purchase('openai', ['gpt-4.1'], usage)), 0.0044175);
  });

  it('prices the tier that the input reaches', () => {
    // gemini-2.5-pro: 1.25 and 10 up to 200 000 input tokens, 2.5 and 15 above
    const usd = (inputTokens: number) =>
      prices.cost(
        purchase('gcp.gemini', ['gemini-2.5-pro'], {
          inputTokens,
          outputTokens: 1000,
        })
      );
    assertNear(usd(200_000), 0.26);
    assertNear(usd(300_000), 0.765);
  });

  it('prices audio apart, where it was reported apart', () => {
    // gemini-2.5-flash: 0.3 for text, 1 for audio: 400 × 0.3 + 600 × 1 + 500 × 2.5
    assertNear(
      prices.cost(
        purchase('gcp.gemini', ['gemini-2.5-flash'], {
          ...thousand,
          inputTokensBy: { audio: 600, text: 400 },
        })
      ),
      0.00197
    );
  });

  it('prices by the totals where the parts do not suffice', () => {
    // How much of the audio was cached was not said: 200 × 0.3 + 800 × 0.03 + 500 × 2.5
    assertNear(
      prices.cost(
        purchase('gcp.gemini', ['gemini-2.5-flash'], {
          ...thousand,
          cacheReadTokens: 800,
          inputTokensBy: { audio: 600, text: 400 },
        })
      ),
      0.001334
    );
  });

  it('prices an embedding, which has no output', () => {
    // 0.02 for a million
    assertNear(
      prices.cost(
        purchase('openai', ['text-embedding-3-small'], { inputTokens: 1000 })
      ),
      0.00002
    );
  });

  it('has no price for what it does not know', () => {
    for (const [provider, model] of [
      ['openai', 'no-such-model'],
      ['holysheep', 'gpt-4.1'],
      // Found by the library's own search for parts of names.
      ['corp-openai', 'gpt-4.1'],
      // Priced by the hour.
      ['openai', 'whisper-1'],
    ] as const) {
      assert.equal(
        prices.cost(purchase(provider, [model])),
        undefined,
        `${provider} ${model}`
      );
    }
  });

  it('takes the name of the request where that of the response has no price', () => {
    assertNear(
      prices.cost(purchase('openai', ['internal-7', 'gpt-4.1'])),
      0.006
    );
    assertNear(
      // 1000 × 0.4 + 500 × 1.6
      prices.cost(purchase('openai', ['gpt-4.1-mini', 'gpt-4.1'])),
      0.0012
    );
  });

  it('knows every provider of ours that it has, under its own name', () => {
    const unknown = providers
      .map(({ name }) => name)
      .filter(name => {
        const { library, asked } = listening();
        new LibraryPrices(library).cost(purchase(name, ['any']));
        return asked.length === 0;
      });
    // Resellers, gateways, and what one runs oneself: with the user's own prices only.
    assert.deepEqual(unknown.sort(), [
      '302.ai',
      'aws.bedrock.agents',
      'aws.sagemaker',
      'baichuan',
      'dashscope',
      'databricks',
      'deepinfra',
      'github.models',
      'holysheep',
      'huggingface',
      'hunyuan',
      'ibm.watsonx.ai',
      'jina',
      'modelscope',
      'nebius',
      'nvidia',
      'ollama',
      'portkey',
      'qianfan',
      'replicate',
      'sambanova',
      'siliconflow',
      'snowflake',
      'spark',
      'stepfun',
      'vercel',
      'volcengine',
      'voyage',
      'writer',
      'zhipu',
    ]);
  });

  it('asks the library once for each model, and again after a minute', () => {
    const { library, asked } = listening();
    let now = 0;
    const remembering = new LibraryPrices(library, () => now);
    const ask = (): void => {
      assertNear(remembering.cost(purchase('openai', ['gpt-4.1'])), 0.006);
      assert.equal(remembering.cost(purchase('openai', ['none'])), undefined);
    };
    const once = ['openai gpt-4.1', 'openai none'];
    ask();
    now = 59_999;
    ask();
    assert.deepEqual(asked, once);
    now = 60_000;
    ask();
    assert.deepEqual(asked, [...once, ...once]);
  });

  it('does not remember models without end', () => {
    const { library, asked } = listening();
    const remembering = new LibraryPrices(library, () => 0);
    const ask = (model: string): number => {
      remembering.cost(purchase('openai', [model]));
      return asked.filter(each => each === `openai ${model}`).length;
    };
    for (let index = 0; index < 500; index++) ask(`model-${index}`);
    assert.equal(ask('model-0'), 1, 'still remembered');
    ask('one more');
    assert.equal(ask('model-0'), 2, 'forgotten with the rest');
  });
});
