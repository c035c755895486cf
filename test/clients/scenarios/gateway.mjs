// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';
import { gatewayMock } from '../mocks/gateway.mjs';

export const provider = 'vercel';
export const packages = ['ai', '@ai-sdk/gateway'];
export const mocks = [gatewayMock];

const stream = true;
const model = 'openai/gpt-5-mini';
const embedder = 'openai/text-embedding-3-small';
const prompt = 'How is the weather?';
const once = { prompt, maxRetries: 0 };

async function gateway(c, { key = c.key, url = c.url } = {}) {
  const { createGateway } = await c.load('@ai-sdk/gateway');
  return createGateway({ apiKey: key, baseURL: `${url}/v4/ai` });
}

/** The AI SDK, for which a model is a string: the gateway is what it asks by default. */
async function sdk(c, options) {
  globalThis.AI_SDK_DEFAULT_PROVIDER = await gateway(c, options);
  return c.load('ai');
}

async function ask(c, fields, options) {
  const { generateText } = await sdk(c, options);
  const { text, usage, finishReason } = await generateText({
    model,
    ...once,
    ...fields,
  });
  return { text, usage, finishReason };
}

async function begin(c, fields) {
  const { streamText } = await sdk(c);
  return streamText({
    model,
    ...once,
    onError: ({ error }) => c.see(error),
    ...fields,
  }).textStream;
}

const refusals = {
  'wrong-key': [model, 'authentication_error', { key: 'wrong' }],
  'not-found': ['mock-404', 'model_not_found'],
  'rate-limit': ['mock-429', 'rate_limit_exceeded'],
  'server-error': ['mock-500', 'internal_server_error'],
  'bad-gateway': ['mock-502', '502'],
};

export const scenarios = [
  { name: 'chat', run: c => ask(c) },
  {
    name: 'chat-of-provider',
    run: async c => ask(c, { model: (await gateway(c))(model) }),
  },
  { name: 'stream', stream, run: async c => c.read(await begin(c)) },
  {
    name: 'stream-cut',
    stream,
    errors: ['connection'],
    tokens: 'unknown',
    run: async c => c.read(await begin(c, { model: 'mock-cut' })),
  },
  {
    name: 'stream-aborted',
    stream,
    errors: ['aborted'],
    tokens: 'unknown',
    async run(c) {
      const leaving = new AbortController();
      const pieces = await begin(c, {
        model: 'mock-slow-stream',
        abortSignal: leaving.signal,
      });
      await c.read(pieces, count => {
        if (count < 3) return true;
        leaving.abort();
        return 'no more';
      });
    },
  },
  {
    name: 'retry',
    errors: ['rate_limit_exceeded', undefined],
    run: c => ask(c, { model: 'mock-429-once', maxRetries: 1 }),
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    async run(c) {
      const { embedMany } = await sdk(c);
      const { usage, embeddings } = await embedMany({
        model: embedder,
        values: ['one word', 'another'],
      });
      return { usage, length: embeddings.length };
    },
  },
  {
    name: 'image',
    operation: 'generate_content',
    async run(c) {
      const { generateImage } = await sdk(c);
      const asked = (await gateway(c)).image('openai/gpt-image-1');
      const { images } = await generateImage({ model: asked, prompt });
      return images.length;
    },
  },
  {
    name: 'rerank',
    operation: 'rerank',
    async run(c) {
      const { rerank } = await sdk(c);
      const { ranking } = await rerank({
        model: (await gateway(c)).reranking('cohere/rerank-v3.5'),
        query: 'Which is one word?',
        documents: ['one word', 'another'],
      });
      return ranking;
    },
  },
  ...Object.entries(refusals).map(([name, [asked, error, options]]) => ({
    name,
    errors: [error],
    run: c => ask(c, { model: asked }, options),
  })),
  {
    name: 'aborted',
    errors: ['aborted'],
    run: c => ask(c, { model: 'mock-hang', abortSignal: abortIn(120) }),
  },
  ...Object.entries(deadlines).map(([name, signal]) => ({
    name,
    errors: ['timeout'],
    run: c => ask(c, { model: 'mock-hang', abortSignal: signal(120) }),
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
