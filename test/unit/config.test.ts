// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveConfig } from '../../src/config/config.ts';
import { defineProvider } from '../../src/config/provider-option.ts';
import { type Refused, refusesByName } from './refused-options.ts';

const resolve = (
  config: object = {},
  environment: Record<string, string> = {}
): ReturnType<typeof resolveConfig> => resolveConfig(config, environment);

const providerOf = (
  config: ReturnType<typeof resolveConfig>,
  url: string
): string | undefined => config.providers?.find(new URL(url))?.provider;

describe('resolveConfig', () => {
  it('fills in every default', () => {
    const { profile, metricAttributes, ...rest } = resolve();
    assert.equal(profile.name, 'v1.41');
    assert.deepEqual(
      [...metricAttributes].sort(),
      [
        'error.type',
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.request.model',
        'gen_ai.response.model',
        'gen_ai.token.type',
        'network.protocol.name',
        'openai.response.service_tier',
        'server.address',
        'server.port',
      ].sort()
    );
    assert.deepEqual(rest, {
      enabled: true,
      providers: undefined,
      maxModels: 50,
      cost: undefined,
      chunkMetrics: true,
      ownMetrics: true,
      duplicates: 'enrich',
      maxBodyBytes: 4194304,
      captureContent: 'none',
      contentHook: undefined,
      maxContentBytes: 65536,
      ignoreRequest: undefined,
      requestHook: undefined,
      responseHook: undefined,
      slo: undefined,
    });
  });

  const profiles: [object, string | undefined, string][] = [
    [{}, undefined, 'v1.41'],
    [{}, 'http/dup,database', 'v1.41'],
    [{}, 'http, gen_ai_latest_experimental', 'latest'],
    [{}, 'gen_ai/dup', 'both'],
    [{}, 'gen_ai_latest_experimental,gen_ai/dup', 'both'],
    [{ semconv: 'v1.41' }, 'gen_ai/dup', 'v1.41'],
    [{ semconv: 'latest' }, undefined, 'latest'],
    [{ semconv: 'both' }, undefined, 'both'],
  ];
  for (const [config, optIn, expected] of profiles) {
    it(`emits ${expected} for ${JSON.stringify(config)} and OTEL_SEMCONV_STABILITY_OPT_IN=${optIn}`, () => {
      const environment =
        optIn === undefined ? {} : { OTEL_SEMCONV_STABILITY_OPT_IN: optIn };
      assert.equal(resolve(config, environment).profile.name, expected);
    });
  }

  it('is frozen', () => {
    assert.ok(Object.isFrozen(resolve()));
  });

  it('is switched off by its name in OTEL_NODE_DISABLED_INSTRUMENTATIONS', () => {
    const environment = { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http, genai' };
    assert.equal(resolve({}, environment).enabled, false);
    assert.equal(resolve({ enabled: true }, environment).enabled, true);
    assert.equal(
      resolve({}, { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai2' }).enabled,
      true
    );
  });

  it('reads hosts of providers from the environment', () => {
    const config = resolve(
      {},
      {
        OTEL_INSTRUMENTATION_GENAI_PROVIDERS:
          'llm.corp.example=mistral_ai, 127.0.0.1:8080 = groq,',
      }
    );
    const at = (origin: string): string | undefined =>
      providerOf(config, `${origin}/v1/chat/completions`);
    assert.equal(at('https://llm.corp.example'), 'mistral_ai');
    assert.equal(at('http://127.0.0.1:8080'), 'groq');
    assert.equal(at('http://127.0.0.1:8081'), undefined);
  });

  it('lets code beat the environment', () => {
    const config = resolve(
      { providers: [defineProvider({ name: 'mine', hosts: ['a.example'] })] },
      { OTEL_INSTRUMENTATION_GENAI_PROVIDERS: 'a.example=theirs' }
    );
    assert.equal(
      providerOf(config, 'https://a.example/v1/chat/completions'),
      'mine'
    );
  });

  const refused: Refused[] = [
    [{ semconv: 'v1.36' }, 'semconv', /'v1\.41', 'latest', 'both'/],
    [
      { captureContents: 'span' },
      'captureContents',
      /^unknown option "captureContents"; did you mean "captureContent"\?$/,
    ],
    [{ enabled: 'no' }, 'enabled', /true, false/],
    [{ maxModels: 0 }, 'maxModels', /whole number from 1 on/],
    [{ maxModels: 1.5 }, 'maxModels', /whole number/],
    [{ maxBodyBytes: -1 }, 'maxBodyBytes', /whole number from 0 on/],
    [{ maxBodyBytes: '4' }, 'maxBodyBytes', /whole number/],
    [{ chunkMetrics: 'yes' }, 'chunkMetrics', /true, false/],
    [{ metricAttributes: ['a', 1] }, 'metricAttributes', /attribute names/],
    [{ duplicates: 'drop' }, 'duplicates', /'enrich', 'separate'/],
    [{ ignoreRequest: true }, 'ignoreRequest', /a function/],
    [{ requestHook: {} }, 'requestHook', /a function/],
    [{ responseHook: 1 }, 'responseHook', /a function/],
  ];
  refusesByName(refused);

  it('takes what is given for yes and no, and names', () => {
    for (const given of [true, false]) {
      const { enabled, chunkMetrics } = resolve({
        enabled: given,
        chunkMetrics: given,
      });
      assert.deepEqual([enabled, chunkMetrics], [given, given]);
    }
    const { metricAttributes } = resolve({ metricAttributes: ['a', 'b'] });
    assert.deepEqual([...metricAttributes], ['a', 'b']);
  });

  it('says that an option names a file that is not there', () => {
    assert.throws(() => resolve({ slo: 'nosuch.yaml' }), {
      name: 'ObjectivesError',
      message:
        'slo: "nosuch.yaml" was given; allowed: a file of objectives, as written by otel-genai slo init; this one cannot be read (ENOENT)',
    });
  });

  it('accepts the smallest values', () => {
    const config = resolve({ maxModels: 1, maxBodyBytes: 0 });
    assert.equal(config.maxModels, 1);
    assert.equal(config.maxBodyBytes, 0);
  });
});
