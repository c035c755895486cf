// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { usualFailures } from './usual-failures.mjs';

export const provider = 'mistral_ai';
export const packages = ['@mistralai/mistralai'];
/** Its host is told to ours, as that of a gateway is. */
export const named = true;

const stream = true;
const question = {
  model: 'mistral-small-latest',
  messages: [{ role: 'user', content: 'How is the weather?' }],
};
const schema = { type: 'object', properties: { city: { type: 'string' } } };
const tools = [
  { type: 'function', function: { name: 'get_weather', parameters: schema } },
];
const slow = [
  { model: 'mock-slow-stream' },
  { headers: { 'x-mock-delay-ms': '25' } },
];
const left = { stream, errors: ['aborted'], tokens: 'unknown' };

async function client(c, options) {
  const { Mistral } = await c.load('@mistralai/mistralai');
  return new Mistral({
    apiKey: c.key,
    serverURL: `${c.url}/mistral`,
    ...options,
  });
}

const ask = async (c, fields, options, request) =>
  (await client(c, options)).chat.complete({ ...question, ...fields }, request);

const begin = async (c, fields, request) =>
  (await client(c)).chat.stream({ ...question, ...fields }, request);

const refusals = {
  'wrong-key': [question.model, '401', { apiKey: 'wrong' }],
  'not-found': ['mock-404', 'invalid_model'],
  'rate-limit': ['mock-429', 'rate_limited'],
  'server-error': ['mock-500', 'internal_server_error'],
  'bad-gateway': ['mock-502', '502'],
};

export const scenarios = [
  { name: 'chat', run: c => ask(c) },
  { name: 'chat-tools', run: c => ask(c, { tools }) },
  {
    name: 'chat-parse',
    async run(c) {
      const { z } = await c.load('zod');
      const { chat } = await client(c);
      return chat.parse({
        ...question,
        responseFormat: z.object({ city: z.string() }),
      });
    },
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: async c =>
      (await client(c)).embeddings.create({
        model: 'mistral-embed',
        inputs: ['one word', 'another'],
      }),
  },
  {
    name: 'stream',
    stream,
    async run(c) {
      const events = await begin(c);
      c.see(events);
      await c.read(events);
    },
  },
  {
    name: 'stream-tools',
    stream,
    run: async c => c.read(await begin(c, { tools })),
  },
  {
    name: 'stream-tee',
    stream,
    async run(c) {
      for (const branch of (await begin(c)).tee()) await c.read(branch);
    },
  },
  {
    name: 'stream-left',
    ...left,
    run: async c => c.read(await begin(c, ...slow), count => count < 3),
  },
  {
    name: 'stream-cancelled',
    ...left,
    async run(c) {
      const events = await begin(c, ...slow);
      c.first();
      await events.cancel();
    },
    stream: 'unread',
  },
  {
    name: 'stream-cut',
    stream,
    errors: ['connection'],
    tokens: 'unknown',
    run: async c => c.read(await begin(c, { model: 'mock-cut' })),
  },
  {
    name: 'stream-refused-429',
    errors: ['rate_limited'],
    run: async c => c.read(await begin(c, { model: 'mock-429' })),
  },
  ...usualFailures({
    ask: (c, model, options, request) => ask(c, { model }, options, request),
    model: question.model,
    refusals,
    timeout: milliseconds => ({ timeoutMs: milliseconds }),
    abortable: signal => ({ fetchOptions: { signal } }),
    nowhere: { serverURL: 'http://127.0.0.1:65301' },
  }),
  {
    name: 'retry',
    errors: ['internal_server_error', undefined],
    run: c =>
      ask(
        c,
        { model: 'mock-server-error-once' },
        {
          retryConfig: {
            strategy: 'backoff',
            backoff: {
              initialInterval: 5,
              maxInterval: 10,
              exponent: 1,
              maxElapsedTime: 2000,
            },
            retryConnectionErrors: false,
          },
        }
      ),
  },
  {
    name: 'cut-json',
    errors: ['connection'],
    tokens: 'unknown',
    run: c => ask(c, { model: 'mock-cut' }),
  },
];
