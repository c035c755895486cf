// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { usualFailures } from './usual-failures.mjs';

export const provider = 'cohere';
export const packages = ['cohere-ai'];

const stream = true;
const question = {
  model: 'command-r-plus',
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
  const { CohereClientV2 } = await c.load('cohere-ai');
  return new CohereClientV2({
    token: c.key,
    environment: c.url,
    maxRetries: 0,
    ...options,
  });
}

const ask = async (c, fields, options, request) =>
  (await client(c, options)).chat({ ...question, ...fields }, request);

const begin = async (c, fields, request) =>
  (await client(c)).chatStream({ ...question, ...fields }, request);

const refusals = {
  'wrong-key': [question.model, '401', { token: 'wrong' }],
  'not-found': ['mock-404', '404'],
  'rate-limit': ['mock-429', '429'],
  'server-error': ['mock-500', '500'],
  'bad-gateway': ['mock-502', '502'],
};

export const scenarios = [
  { name: 'chat', run: c => ask(c) },
  { name: 'chat-tools', run: c => ask(c, { tools }) },
  {
    name: 'chat-structured',
    run: c =>
      ask(c, { responseFormat: { type: 'json_object', jsonSchema: schema } }),
  },
  {
    name: 'chat-with-raw-response',
    async run(c) {
      const cohere = await client(c);
      return cohere.chat(question).withRawResponse();
    },
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: async c =>
      (await client(c)).embed({
        model: 'embed-v4.0',
        inputType: 'search_document',
        embeddingTypes: ['float'],
        texts: ['one word', 'another'],
      }),
  },
  {
    name: 'stream',
    stream,
    async run(c) {
      const events = await begin(c);
      c.see(events.constructor.name);
      await c.read(events);
    },
  },
  {
    name: 'stream-tools',
    stream,
    run: async c => c.read(await begin(c, { tools })),
  },
  {
    name: 'stream-with-raw-response',
    stream,
    async run(c) {
      const cohere = await client(c);
      const { data, rawResponse } = await cohere
        .chatStream(question)
        .withRawResponse();
      c.see(rawResponse);
      await c.read(data);
    },
  },
  {
    name: 'stream-left',
    ...left,
    run: async c => c.read(await begin(c, ...slow), count => count < 3),
  },
  {
    name: 'stream-aborted-by-signal',
    ...left,
    async run(c) {
      const leaving = new AbortController();
      const [fields, request] = slow;
      const events = await begin(c, fields, {
        ...request,
        abortSignal: leaving.signal,
      });
      await c.read(events, count => {
        if (count < 3) return true;
        leaving.abort();
        return 'no more';
      });
    },
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
    errors: ['429'],
    run: async c => c.read(await begin(c, { model: 'mock-429' })),
  },
  ...usualFailures({
    ask: (c, model, options, request) => ask(c, { model }, options, request),
    model: question.model,
    refusals,
    timeout: milliseconds => ({ timeoutInSeconds: milliseconds / 1000 }),
    abortable: signal => ({ abortSignal: signal }),
    nowhere: { environment: 'http://127.0.0.1:65301' },
  }),
];
