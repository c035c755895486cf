// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { voyageMock } from '../mocks/voyage.mjs';
import { usualFailures } from './usual-failures.mjs';

export const named = true;
export const provider = 'voyage';
export const packages = ['voyageai'];
export const mocks = [voyageMock];

const embeddings = 'embeddings';
const texts = { model: 'voyage-3.5', input: ['one word', 'another'] };
const ranked = {
  model: 'rerank-2.5',
  query: 'Which is one word?',
  documents: ['one word', 'another'],
};

async function client(c, options) {
  const { VoyageAIClient } = await c.load('voyageai');
  return new VoyageAIClient({
    apiKey: c.key,
    environment: `${c.url}/v1`,
    maxRetries: 0,
    ...options,
  });
}

const embed = async (c, fields, options, request) =>
  (await client(c, options)).embed(
    { ...texts, ...fields },
    { maxRetries: 0, ...request }
  );

const refusals = {
  'wrong-key': [texts.model, '401', { apiKey: 'wrong' }],
  'not-found': ['mock-404', '404'],
  'rate-limit': ['mock-429', '429'],
  'server-error': ['mock-500', '500'],
  'bad-gateway': ['mock-502', '502'],
};

export const scenarios = [
  { name: 'embeddings', operation: embeddings, run: c => embed(c) },
  {
    name: 'embeddings-with-raw-response',
    operation: embeddings,
    run: async c => (await client(c)).embed(texts).withRawResponse(),
  },
  {
    name: 'multimodal-embeddings',
    operation: embeddings,
    run: async c =>
      (await client(c)).multimodalEmbed({
        model: 'voyage-multimodal-3',
        inputs: [{ content: [{ type: 'text', text: 'one word' }] }],
      }),
  },
  {
    name: 'contextualized-embeddings',
    operation: embeddings,
    run: async c =>
      (await client(c)).contextualizedEmbed({
        model: 'voyage-context-3',
        inputs: [['one word', 'another']],
      }),
  },
  {
    name: 'rerank',
    operation: 'rerank',
    run: async c => (await client(c)).rerank(ranked),
  },
  {
    name: 'rerank-refused-429',
    operation: 'rerank',
    errors: ['429'],
    run: async c =>
      (await client(c)).rerank(
        { ...ranked, model: 'mock-429' },
        { maxRetries: 0 }
      ),
  },
  ...usualFailures({
    ask: (c, model, options, request) => embed(c, { model }, options, request),
    model: texts.model,
    refusals,
    timeout: milliseconds => ({ timeoutInSeconds: milliseconds / 1000 }),
    abortable: signal => ({ abortSignal: signal }),
    nowhere: { environment: 'http://127.0.0.1:65301/v1' },
  }).map(scenario => ({ operation: embeddings, ...scenario })),
];
