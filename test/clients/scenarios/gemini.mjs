// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { usualFailures } from './usual-failures.mjs';

export const provider = 'gcp.gemini';
export const packages = ['@google/genai'];

const model = 'gemini-2.5-flash';
const contents = 'How is the weather?';
const operation = 'generate_content';
const stream = true;
const slow = {
  model: 'mock-slow-stream',
  contents,
  config: { httpOptions: { headers: { 'x-mock-delay-ms': '25' } } },
};
const tool = {
  name: 'get_weather',
  description: 'The weather of a city',
  parametersJsonSchema: {
    type: 'object',
    properties: { city: { type: 'string' } },
  },
};

async function client(c, { httpOptions, ...options } = {}) {
  const { GoogleGenAI } = await c.load('@google/genai');
  return new GoogleGenAI({
    apiKey: c.key,
    httpOptions: { baseUrl: c.url, ...httpOptions },
    ...options,
  });
}

const ask = async (c, name, config, options) =>
  (await client(c, options)).models.generateContent({
    model: name,
    contents,
    config,
  });

const begin = async (c, fields) =>
  (await client(c)).models.generateContentStream({
    model,
    contents,
    ...fields,
  });

const generating = [
  { name: 'generate', run: c => ask(c, model) },
  {
    name: 'generate-configured',
    run: c =>
      ask(c, model, {
        temperature: 0.5,
        topK: 3,
        maxOutputTokens: 5,
        systemInstruction: 'Be brief.',
      }),
  },
  {
    name: 'generate-tools',
    run: c => ask(c, model, { tools: [{ functionDeclarations: [tool] }] }),
  },
  {
    name: 'generate-structured',
    run: c =>
      ask(c, model, {
        responseMimeType: 'application/json',
        responseSchema: {
          type: 'OBJECT',
          properties: { city: { type: 'STRING' } },
        },
      }),
  },
  {
    name: 'chat-session',
    errors: [undefined, undefined],
    async run(c) {
      const chat = (await client(c)).chats.create({ model });
      c.see(await chat.sendMessage({ message: 'Hello.' }));
      await c.read(await chat.sendMessageStream({ message: 'And now?' }));
      return chat.getHistory();
    },
  },
  { name: 'stream', stream, run: async c => c.read(await begin(c)) },
  {
    name: 'stream-tools',
    stream,
    run: async c =>
      c.read(
        await begin(c, {
          config: { tools: [{ functionDeclarations: [tool] }] },
        })
      ),
  },
  {
    // It goes on receiving what nobody reads.
    name: 'stream-left',
    stream,
    run: async c => c.read(await begin(c, slow), count => count < 3),
  },
  {
    name: 'stream-aborted-by-signal',
    stream,
    errors: ['aborted'],
    tokens: 'unknown',
    async run(c) {
      const leaving = new AbortController();
      const config = { ...slow.config, abortSignal: leaving.signal };
      const chunks = await begin(c, { ...slow, config });
      await c.read(chunks, count => {
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
    name: 'stream-error',
    stream,
    errors: ['UNAVAILABLE'],
    tokens: 'unknown',
    run: async c => c.read(await begin(c, { model: 'mock-stream-error' })),
  },
  {
    name: 'stream-refused-429',
    errors: ['RESOURCE_EXHAUSTED'],
    run: async c => c.read(await begin(c, { model: 'mock-429' })),
  },
].map(scenario => ({ operation, ...scenario }));

const refusals = {
  'wrong-key': [model, 'INVALID_ARGUMENT', { apiKey: 'wrong' }],
  'not-found': ['mock-404', 'NOT_FOUND'],
  'rate-limit': ['mock-429', 'RESOURCE_EXHAUSTED'],
  'server-error': ['mock-500', 'INTERNAL'],
  'bad-gateway': ['mock-502', '502'],
};

const failures = usualFailures({
  ask: (c, asked, options, request) => ask(c, asked, request, options),
  model,
  refusals,
  timeout: milliseconds => ({ httpOptions: { timeout: milliseconds } }),
  abortable: signal => ({ abortSignal: signal }),
  nowhere: { httpOptions: { baseUrl: 'http://127.0.0.1:65301' } },
}).map(scenario => ({ operation, ...scenario }));

export const scenarios = [
  ...generating,
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: async c =>
      (await client(c)).models.embedContent({
        model: 'gemini-embedding-001',
        contents: ['one word', 'another'],
      }),
  },
  {
    name: 'not-inference',
    silent: true,
    async run(c) {
      const { models } = await client(c);
      await models.countTokens({ model, contents }).catch(c.see);
    },
  },
  ...failures,
];
