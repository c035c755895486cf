// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';
import { huggingfaceMock } from '../mocks/huggingface.mjs';

export const named = true;
export const provider = 'huggingface';
export const packages = ['@huggingface/inference'];
export const mocks = [huggingfaceMock];

const stream = true;
const question = {
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  messages: [{ role: 'user', content: 'How is the weather?' }],
};

async function client(c, { key = c.key, url = c.url } = {}) {
  const { InferenceClient } = await c.load('@huggingface/inference');
  return new InferenceClient(key, {
    endpointUrl: `${url}/v1`,
    retry_on_error: false,
  });
}

const ask = async (c, fields, options, request) =>
  (await client(c, options)).chatCompletion(
    { ...question, ...fields },
    request
  );

const begin = async (c, fields, request) =>
  (await client(c)).chatCompletionStream(
    { ...question, stream_options: { include_usage: true }, ...fields },
    request
  );

async function embed(c, model) {
  const { InferenceClient } = await c.load('@huggingface/inference');
  const endpointUrl = `${c.url}/hf-inference/models/${model}/pipeline/feature-extraction`;
  return new InferenceClient(c.key, { endpointUrl }).featureExtraction({
    inputs: ['one word', 'another'],
  });
}

const refusals = {
  'wrong-key': [question.model, 'invalid_api_key', { key: 'wrong' }],
  'not-found': ['mock-404', 'model_not_found'],
  'rate-limit': ['mock-429', 'rate_limit_exceeded'],
  'server-error': ['mock-500', 'server_error'],
  'bad-gateway': ['mock-502', '502'],
};

export const scenarios = [
  { name: 'chat', run: c => ask(c) },
  {
    name: 'stream',
    stream,
    run: async c => c.read(await begin(c)),
  },
  {
    name: 'stream-cut',
    stream,
    errors: ['connection'],
    tokens: 'unknown',
    run: async c => c.read(await begin(c, { model: 'mock-cut' })),
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: c => embed(c, 'sentence-transformers/all-MiniLM-L6-v2'),
  },
  {
    name: 'embeddings-refused-500',
    operation: 'embeddings',
    errors: ['500'],
    model: 'mock/mock-500',
    run: c => embed(c, 'mock/mock-500'),
  },
  ...Object.entries(refusals).map(([name, [model, error, options]]) => ({
    name,
    errors: [error],
    run: c => ask(c, { model }, options),
  })),
  {
    name: 'aborted',
    errors: ['aborted'],
    run: c => ask(c, { model: 'mock-hang' }, {}, { signal: abortIn(120) }),
  },
  ...Object.entries(deadlines).map(([name, signal]) => ({
    name,
    errors: ['timeout'],
    run: c => ask(c, { model: 'mock-hang' }, {}, { signal: signal(120) }),
  })),
  {
    name: 'refused',
    errors: ['ECONNREFUSED'],
    unsent: 1,
    run: c => ask(c, {}, { url: 'http://127.0.0.1:65301' }),
  },
  {
    name: 'dropped-before-head',
    errors: ['connection'],
    run: c => ask(c, { model: 'mock-reset' }),
  },
];
