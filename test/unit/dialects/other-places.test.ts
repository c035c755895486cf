// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { RequestFacts, ResponseFacts } from '../../../src/call.ts';
import { bedrockConverse } from '../../../src/dialects/bedrock/converse.ts';
import { bedrockInvoke } from '../../../src/dialects/bedrock/invoke.ts';
import { cohereChat } from '../../../src/dialects/cohere/chat.ts';
import type { Dialect } from '../../../src/dialects/dialect.ts';
import { googleEmbeddings } from '../../../src/dialects/google/embeddings.ts';
import { openaiChat } from '../../../src/dialects/openai/chat.ts';
import { watsonxChat } from '../../../src/dialects/watsonx/chat.ts';

// One fact may stand in several places, by the maker or the version; a fixture has one of them.
const route = { provider: 'any', operation: 'chat' } as const;
const noHeader = { get: () => undefined };

const asked = (dialect: Dialect, body: object): RequestFacts => {
  const url = new URL('https://host.example/model/m/converse');
  const facts = dialect.readRequest(body as never, url, noHeader, route);
  const { model: _model, ...others } = facts;
  return others;
};

const answered = (dialect: Dialect, body: unknown): ResponseFacts => {
  const facts: ResponseFacts = {};
  dialect.readResponse(body, noHeader, facts, route);
  return facts;
};

const streamed = (dialect: Dialect, event: unknown): ResponseFacts => {
  const facts: ResponseFacts = {};
  dialect.readEvent(event, facts, route);
  return facts;
};

describe('a fact of the request in its other places', () => {
  for (const [fields, expected] of [
    [{ top_k: 4 }, { topK: 4 }],
    [{ topK: 5 }, { topK: 5 }],
    [{ inferenceConfig: { topK: 6 } }, { topK: 6 }],
    [{ reasoning_effort: 'low' }, { reasoningLevel: 'low' }],
    [{ output_config: { effort: 'max' } }, { reasoningLevel: 'max' }],
    [
      { reasoningConfig: { maxReasoningEffort: 'high' } },
      { reasoningLevel: 'high' },
    ],
  ]) {
    it(`of Converse: ${JSON.stringify(fields)}`, () => {
      const body = { additionalModelRequestFields: fields };
      assert.deepEqual(asked(bedrockConverse, body), expected);
    });
  }

  it('of a batch of embeddings: that of the first', () => {
    const requests = [{ outputDimensionality: 64 }, {}];
    assert.deepEqual(asked(googleEmbeddings, { requests }), {
      dimensionCount: 64,
    });
  });
});

describe('a fact of the answer in its other places', () => {
  const of = (...counts: unknown[]) => ({
    predictions: counts.map(count => ({
      embeddings: { statistics: { token_count: count } },
    })),
  });
  for (const [name, dialect, body, expected] of [
    ['no embedding of Vertex AI', googleEmbeddings, of(), {}],
    ['one embedding', googleEmbeddings, of(3), { inputTokens: 3 }],
    ['two embeddings', googleEmbeddings, of(3, 4), { inputTokens: 7 }],
    ['a count missing', googleEmbeddings, of(3, undefined, 4), {}],
    ['the first count missing', googleEmbeddings, of(undefined, 4), {}],
    [
      'the id of an exchange with Cohere',
      cohereChat,
      { response_id: 'r', finish_reason: 'COMPLETE' },
      { id: 'r', finishReasons: ['COMPLETE'] },
    ],
    ['the same on Bedrock', bedrockInvoke, { response_id: 'r' }, { id: 'r' }],
    ['Nova', bedrockInvoke, { inputTokenCount: 9 }, { inputTokens: 9 }],
    [
      'Titan',
      bedrockInvoke,
      { inputTextTokenCount: 8, totalOutputTextTokenCount: 7 },
      { inputTokens: 8, outputTokens: 7 },
    ],
    [
      'a failure of Mistral without a type',
      openaiChat,
      { object: 'error', message: 'x', code: 3505 },
      { errorType: '3505' },
    ],
    ['the model by the gateway', watsonxChat, { model: 'm' }, { model: 'm' }],
  ] as const) {
    it(name, () => assert.deepEqual(answered(dialect, body), expected));
  }

  it('the reason that a stream of Cohere ended for beside its answer', () => {
    assert.deepEqual(
      streamed(cohereChat, {
        event_type: 'stream-end',
        finish_reason: 'MAX_TOKENS',
        response: {},
      }),
      { finishReasons: ['MAX_TOKENS'], complete: true }
    );
  });

  it('no more results of Titan than there can be', () => {
    const results = Array.from({ length: 129 }, () => ({
      tokenCount: 1,
      completionReason: 'FINISH',
    }));
    assert.equal(
      answered(bedrockInvoke, { results }).finishReasons?.length,
      128
    );
    assert.equal(answered(bedrockInvoke, { results }).outputTokens, undefined);
    assert.equal(
      answered(bedrockInvoke, { results: results.slice(1) }).outputTokens,
      128
    );
  });
});
