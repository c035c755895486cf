// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { pricerOf } from '../../../src/cost/cost-option.ts';
import { ConfigurationError } from '../../../src/errors.ts';
import type { Pricer, Usage } from '../../../src/telemetry/cost.ts';

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_COST';
const gpt = { input: 2, output: 8 };

/** What a pricer that needs no library tells at once. */
function cost(
  pricer: Pricer | undefined,
  provider: string,
  model: string,
  usage: Usage = { inputTokens: 1000, outputTokens: 500 }
): number | undefined {
  let told: { usd: number | undefined } | undefined;
  pricer?.price(
    // Of a provider that nobody named the library is not asked.
    { provider, providerAssumed: true, models: [model], usage },
    usd => (told = { usd })
  );
  assert.ok(told, 'told at once');
  return told.usd;
}

function refusal(fn: () => unknown): ConfigurationError {
  try {
    fn();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error;
  }
  return assert.fail('was not refused');
}

describe('the option cost', () => {
  it('is off unless it is asked for', () => {
    for (const given of ['', ' False ', 'false', false]) {
      assert.equal(pricerOf(given, 'cost'), undefined);
    }
  });

  it('is on by true, in code and in the environment', () => {
    for (const given of [true, 'true', 'TRUE', {}]) {
      assert.ok(pricerOf(given, 'cost'));
    }
  });

  it('prices by the table that it was given', () => {
    const pricer = pricerOf(
      { prices: { corp: { 'gpt-4.1': gpt } }, library: false },
      'cost'
    );
    // 1000 × 2 + 500 × 8 = 6000 millionths
    assert.equal(cost(pricer, 'corp', 'gpt-4.1'), 0.006);
    assert.equal(cost(pricer, 'corp', 'gpt-4.1-mini'), undefined);
  });

  it('does not look when the table is changed afterwards', () => {
    const prices: Record<string, Record<string, typeof gpt>> = {
      corp: { m: { ...gpt } },
    };
    const pricer = pricerOf({ prices }, 'cost');
    prices['corp']!['m']!.output = 1e9;
    assert.equal(cost(pricer, 'corp', 'm'), 0.006);
  });

  const refused: [given: unknown, option: string, allowed: RegExp][] = [
    [1, 'cost', /true, false, the path .*, \{ prices, library \}/],
    [null, 'cost', /true, false/],
    [[], 'cost', /true, false/],
    [{ price: {} }, 'cost.price', /did you mean "prices"\?/],
    [{ library: 'no' }, 'cost.library', /true, false/],
    [{ library: false }, 'cost.library', /prices of your own/],
    [{ prices: [] }, 'cost.prices', /by provider and model/],
    [{ prices: null }, 'cost.prices', /by provider and model/],
    [{ prices: { a: 8 } }, 'cost.prices.a', /prices by model/],
    [{ prices: { a: { m: 8 } } }, 'cost.prices.a.m', /input, output/],
    [
      { prices: { a: { m: { input: 1 } } } },
      'cost.prices.a.m',
      /output as well/,
    ],
    [
      { prices: { a: { m: { output: 1 } } } },
      'cost.prices.a.m',
      /input as well/,
    ],
    [
      { prices: { a: { 'm.1': { ...gpt, cached: 1 } } } },
      'cost.prices.a["m.1"].cached',
      /known: input, output, cacheRead, cacheWrite/,
    ],
    [
      { prices: { a: { '*-mini': gpt } } },
      'cost.prices.a["*-mini"]',
      /\* at its end/,
    ],
    [{ prices: { a: { '': gpt } } }, 'cost.prices.a[""]', /name of a model/],
    [
      { prices: { a: { M: gpt, m: gpt } } },
      'cost.prices.a.m',
      /ignoring letter case/,
    ],
    [{ prices: { A: {}, a: {} } }, 'cost.prices.a', /ignoring letter case/],
    ...['8', -1, NaN, Infinity, null].map(
      (output): [unknown, string, RegExp] => [
        { prices: { a: { m: { input: 1, output } } } },
        'cost.prices.a.m.output',
        /USD per million tokens, a number from 0 on/,
      ]
    ),
  ];
  for (const [given, option, allowed] of refused) {
    it(`refuses ${inspect(given, { depth: 9 }).replaceAll(/\s+/g, ' ')} by name`, () => {
      const error = refusal(() => pricerOf(given, 'cost'));
      assert.equal(error.option, option);
      assert.match(error.message, /was given; allowed: |unknown key "/);
      assert.match(error.message, allowed);
    });
  }
});

describe('a file of prices', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'genai-prices-'))));
  after(() => rmSync(folder, { recursive: true }));

  const write = (text: string): string => {
    const path = join(folder, 'prices.json');
    writeFileSync(path, text);
    return path;
  };

  it('is read once, at construction', () => {
    const path = write('{"corp": {"gpt*": {"input": 2, "output": 8}}}');
    const pricer = pricerOf(path, 'OTEL_INSTRUMENTATION_GENAI_COST');
    write('{}');
    assert.equal(cost(pricer, 'corp', 'gpt-4.1'), 0.006);
  });

  it('may hold remarks, and the mark that some editors put before', () => {
    const path = write(
      '\ufeff{"$comment": "ours", "corp": {"$from": 2026, "m": {"input": 2, "output": 8, "$until": null}}}'
    );
    assert.equal(
      cost(pricerOf(path, 'OTEL_INSTRUMENTATION_GENAI_COST'), 'corp', 'm'),
      0.006
    );
  });

  it('is refused with its path when it is not there', () => {
    const path = join(folder, 'nowhere.json');
    const { option, message } = refusal(() =>
      pricerOf(path, 'OTEL_INSTRUMENTATION_GENAI_COST')
    );
    assert.equal(option, VARIABLE);
    assert.equal(
      message,
      `${VARIABLE}: ${JSON.stringify(path)} was given; allowed: true, false, or the path of a JSON file of prices; this one cannot be read (ENOENT)`
    );
  });

  it('is refused when it is a folder', () => {
    assert.match(
      refusal(() => pricerOf(folder, 'OTEL_INSTRUMENTATION_GENAI_COST'))
        .message,
      /cannot be read \(EISDIR\)$/
    );
  });

  const mistakes: [what: string, text: string, rest: string][] = [
    [
      'a comma too many',
      '{\n  "corp": {\n  },\n}',
      '4): "}" was given; allowed: a name in quotes',
    ],
    [
      'a model twice',
      '{\n"corp": {\n"m": {"input": 1, "output": 1},\n"m": {"input": 1, "output": 1}\n}}',
      '4): "\\"m\\"" was given; allowed: each name once',
    ],
    [
      'a price in quotes',
      '{\n"corp": {\n"gpt-4.1": {\n"input": 2,\n"output": "8"\n}}}',
      '5) prices.corp["gpt-4.1"].output: "8" was given; allowed: USD per million tokens, a number from 0 on',
    ],
    [
      'a price without output',
      '{\n"corp": {\n"m":\n{ "input": 2 }}}',
      '4) prices.corp.m: {"input":2} was given; allowed: output as well: { input, output, cacheRead?, cacheWrite? }',
    ],
    [
      'no table',
      '\n8',
      '2) prices: 8 was given; allowed: prices by provider and model',
    ],
    ['nothing', '', '1): "the end of the file" was given; allowed: a value'],
  ];
  for (const [what, text, rest] of mistakes) {
    it(`is refused with its line when it has ${what}`, () => {
      const path = write(text);
      const { message } = refusal(() =>
        pricerOf(path, 'OTEL_INSTRUMENTATION_GENAI_COST')
      );
      assert.equal(message, `${VARIABLE} (${path}:${rest}`);
    });
  }
});

describe('examples/cost/prices.json', () => {
  const path = fileURLToPath(
    new URL('../../../examples/cost/prices.json', import.meta.url)
  );

  const perMillion: [model: string, usd: number][] = [
    ['gpt-4.1', 8],
    ['claude-sonnet-4-5', 15],
    ['claude-sonnet-4-5-20250929', 15],
    ['gemini-2.5-flash', 2.5],
    ['deepseek-v3.2', 0.42],
    ['DeepSeek-V3.2-Exp', 0.42],
  ];
  for (const [model, usd] of perMillion) {
    it(`prices a million output tokens of ${model} from holysheep at ${usd} USD`, () => {
      assert.equal(
        cost(
          pricerOf(path, 'OTEL_INSTRUMENTATION_GENAI_COST'),
          'holysheep',
          model,
          {
            outputTokens: 1e6,
          }
        ),
        usd
      );
    });
  }

  it('does not price a model that it does not name', () => {
    const pricer = pricerOf(path, 'OTEL_INSTRUMENTATION_GENAI_COST');
    assert.equal(cost(pricer, 'holysheep', 'gpt-4.1-mini'), undefined);
    assert.equal(cost(pricer, 'openai', 'gpt-4.1'), undefined);
  });
});
