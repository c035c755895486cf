// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { readConvention, type Convention } from '../unit/semconv/convention.ts';
import {
  fixtureDialects,
  wireFixtures,
  type WireFixture,
} from '../unit/dialects/wire-fixtures.ts';
import {
  expectedOf,
  findings,
  type SpanSample,
} from './support/conformance.ts';
import { metricFindings } from './support/metric-conformance.ts';
import { replay } from './support/replay.ts';

const conventions = {
  'v1.41': readConvention('v1.41'),
  latest: readConvention('latest'),
} as const;
const profiles = Object.keys(conventions) as (keyof typeof conventions)[];

/** What stands on a span only if this was said: by the request, or by the response. */
const sources: Record<string, (fixture: WireFixture['expect']) => unknown> = {
  'gen_ai.response.id': ({ request, response }) =>
    request.responseId ?? response.id,
  'gen_ai.response.status': ({ response }) => response.status,
  'gen_ai.response.model': ({ response }) => response.model,
  'gen_ai.response.finish_reasons': ({ response }) => response.finishReasons,
  'gen_ai.usage.input_tokens': ({ response }) => response.inputTokens,
  'gen_ai.usage.output_tokens': ({ response }) => response.outputTokens,
  'gen_ai.embeddings.dimension.count': ({ request }) => request.dimensionCount,
  'gen_ai.request.encoding_formats': ({ request }) => request.encodingFormats,
};

const id = 'gen_ai.response.id';
const model = 'gen_ai.response.model';
const formats = 'gen_ai.request.encoding_formats';
const dimensions = 'gen_ai.embeddings.dimension.count';

const noModel = 'the answer names no model';
const noId = 'the answer has no id';
const oneFormat = 'the API has one format and no parameter for it';
const input = 'gen_ai.usage.input_tokens';
const output = 'gen_ai.usage.output_tokens';
const reasons = 'gen_ai.response.finish_reasons';
const noUsage = 'the answer has no counts';
const noReason = 'the answer does not say why it ended';
const media = { [id]: noId, [model]: noModel, [reasons]: noReason };

/** What APIs cannot say, even in the fullest answer, which is the fixture `json` of each dialect; each with the reason. */
const gaps: Record<string, Record<string, string>> = {
  'bedrock-converse': { [model]: noModel },
  'cohere-chat': { [model]: noModel },
  'cohere-embeddings': { [model]: noModel },
  'ollama-chat': { [id]: noId },
  'ollama-generate': { [id]: noId },
  'ollama-embeddings': { [formats]: oneFormat },
  'watsonx-generation': { [id]: noId },
  'watsonx-embeddings': {
    [dimensions]: 'the model has its own, and no parameter changes it',
    [formats]: oneFormat,
  },
  'google-embeddings': { [formats]: oneFormat, [model]: noModel },
  'anthropic-complete': { [input]: noUsage, [output]: noUsage },
  'bedrock-retrieve': {
    [id]: noId,
    [model]: noModel,
    [input]: noUsage,
    [output]: noUsage,
  },
  'openai-images': media,
  'openai-speech': media,
  'openai-transcriptions': media,
  'workers-ai': media,
  dashscope: { [model]: noModel },
  'huggingface-embeddings': {
    [formats]: oneFormat,
    [model]: noModel,
    [input]: noUsage,
  },
  'huggingface-generate': { [id]: noId, [model]: noModel, [input]: noUsage },
  'llama-cpp': { [id]: noId },
  'lm-studio': { [reasons]: noReason },
};

for (const profile of profiles) {
  const convention = conventions[profile];
  const operations = Object.values(convention.spans).flatMap(
    span => span.operations
  );
  for (const dialect of fixtureDialects()) {
    describe(`conformance of ${dialect} in profile ${profile}`, () => {
      // What is only fetched is left alone where the profile has no name for it: fixtures.test.ts.
      const fixtures = wireFixtures(dialect).filter(({ expect }) =>
        operations.includes(expect.operation)
      );
      if (fixtures.length === 0) return;

      for (const fixture of fixtures) {
        it(`gives ${fixture.name} a span and measurements without findings`, async () => {
          const { spans, metrics } = await replay(fixture, {
            semconv: profile,
          });
          assert.equal(spans.length, 1);
          const span = spans[0]!;
          assert.deepEqual(findings(span, convention), []);
          assert.deepEqual(
            missing(span, convention).filter(
              name =>
                sources[name] === undefined ||
                sources[name](fixture.expect) !== undefined
            ),
            [],
            'genai_expected_attribute_missing'
          );
          assert.deepEqual(metricFindings(metrics, span, convention), []);
        });
      }

      it('misses only what the API cannot say in its fullest answer', async () => {
        const fixture = wireFixtures(dialect).find(
          ({ name }) => name === 'json'
        );
        assert.ok(fixture, 'a dialect without the case json');
        const { spans } = await replay(fixture, { semconv: profile });
        assert.deepEqual(
          missing(spans[0]!, convention).sort(),
          Object.keys(gaps[dialect] ?? {}).sort()
        );
      });
    });
  }
}

function missing(span: SpanSample, convention: Convention): string[] {
  return expectedOf(span, convention).filter(
    name => !(name in span.attributes)
  );
}

describe('what APIs cannot say', () => {
  it('is said of dialects that have fixtures', () => {
    const dialects = fixtureDialects();
    assert.deepEqual(
      Object.keys(gaps).filter(name => !dialects.includes(name)),
      []
    );
  });
});

describe('the rules of conformance', () => {
  const good: SpanSample = {
    name: 'chat m',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'acme',
      'gen_ai.request.model': 'm',
      'server.address': 'api.acme.example',
      'server.port': 443,
    },
  };
  const failed = { code: SpanStatusCode.ERROR };
  const withAttributes = (attributes: Attributes): SpanSample => ({
    ...good,
    attributes: { ...good.attributes, ...attributes },
  });

  const bad: [string, SpanSample][] = [
    [
      'span_status_ok_set_by_instrumentation',
      { ...good, status: { code: SpanStatusCode.OK } },
    ],
    ['error_type_missing_on_error', { ...good, status: failed }],
    [
      'error_type_without_error_status',
      withAttributes({ 'error.type': 'timeout' }),
    ],
    ['genai_span_name_format: chat', { ...good, name: 'chat' }],
    [
      'genai_span_kind_unexpected: INTERNAL',
      { ...good, kind: SpanKind.INTERNAL },
    ],
    [
      'genai_operation_name_unknown: talk',
      {
        ...good,
        name: 'talk',
        attributes: { 'gen_ai.operation.name': 'talk' },
      },
    ],
    [
      'missing_attribute: gen_ai.request.topp',
      withAttributes({ 'gen_ai.request.topp': 1 }),
    ],
    [
      'type_mismatch: gen_ai.request.seed is no int',
      withAttributes({ 'gen_ai.request.seed': 1.5 }),
    ],
    [
      'type_mismatch: gen_ai.output.type is none of text, json, image, speech',
      withAttributes({ 'gen_ai.output.type': 'video' }),
    ],
    [
      'of_another_provider: openai.api.type',
      withAttributes({ 'openai.api.type': 'responses' }),
    ],
    [
      'not_in_table: gen_ai.request.encoding_formats',
      withAttributes({ 'gen_ai.request.encoding_formats': ['float'] }),
    ],
  ];
  for (const [finding, span] of bad) {
    it(`find ${finding}`, () => {
      const found = findings(span, conventions['v1.41']);
      assert.ok(found.includes(finding), found.join());
    });
  }

  it('find nothing in a good span, with or without an error', () => {
    const error = withAttributes({ 'error.type': '429' });
    const spans = [good, { ...error, status: failed }];
    assert.deepEqual(
      spans.flatMap(span => findings(span, conventions['v1.41'])),
      []
    );
  });

  it('expect of every inference and of every embedding what the suite does', () => {
    const expected = ['chat', 'embeddings'].map(operation =>
      expectedOf(
        withAttributes({ 'gen_ai.operation.name': operation }),
        conventions['v1.41']
      ).sort()
    );
    assert.deepEqual(expected, [
      [
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.response.finish_reasons',
        'gen_ai.response.id',
        'gen_ai.response.model',
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.output_tokens',
        'server.address',
      ],
      [
        'gen_ai.embeddings.dimension.count',
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.request.encoding_formats',
        'gen_ai.response.model',
        'gen_ai.usage.input_tokens',
        'server.address',
      ],
    ]);
  });
});
