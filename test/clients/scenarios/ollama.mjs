// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

export const provider = 'ollama';
export const packages = ['ollama'];

const stream = true;
const question = {
  model: 'llama3.2',
  messages: [{ role: 'user', content: 'How is the weather?' }],
};
const slow = { ...question, model: 'mock-slow-stream', stream };
const schema = { type: 'object', properties: { city: { type: 'string' } } };
const tools = [
  {
    type: 'function',
    function: { name: 'get_weather', description: '', parameters: schema },
  },
];
const left = { stream, errors: ['aborted'], tokens: 'unknown' };

async function client(c, options) {
  const { Ollama } = await c.load('ollama');
  return new Ollama({
    host: c.url,
    headers: { 'x-mock-delay-ms': '25' },
    ...options,
  });
}

const ask = async (c, fields, options) =>
  (await client(c, options)).chat({ ...question, ...fields });

const refusals = {
  'not-found': ['mock-404', '404'],
  'rate-limit': ['mock-429', '429'],
  'server-error': ['mock-500', '500'],
  'bad-gateway': ['mock-502', '502'],
};

export const scenarios = [
  { name: 'chat', run: c => ask(c) },
  { name: 'chat-tools', run: c => ask(c, { tools }) },
  { name: 'chat-structured', run: c => ask(c, { format: schema }) },
  {
    name: 'generate',
    operation: 'text_completion',
    run: async c =>
      (await client(c)).generate({ model: 'llama3.2', prompt: 'Say a word.' }),
  },
  {
    name: 'generate-stream',
    operation: 'text_completion',
    stream,
    run: async c =>
      c.read(
        await (
          await client(c)
        ).generate({ model: 'llama3.2', prompt: 'Say a word.', stream })
      ),
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: async c =>
      (await client(c)).embed({
        model: 'nomic-embed-text',
        input: ['one word', 'another'],
      }),
  },
  {
    name: 'stream',
    stream,
    async run(c) {
      const parts = await ask(c, { stream });
      c.see(parts);
      await c.read(parts);
    },
  },
  {
    name: 'stream-tools',
    stream,
    run: async c => c.read(await ask(c, { stream, tools })),
  },
  {
    name: 'stream-aborted',
    ...left,
    async run(c) {
      const parts = await ask(c, slow);
      await c.read(parts, count => {
        if (count < 3) return true;
        parts.abort();
        return 'no more';
      });
    },
  },
  {
    // It goes on receiving what nobody reads.
    name: 'stream-left',
    stream,
    run: async c => c.read(await ask(c, slow), count => count < 3),
  },
  {
    name: 'stream-cut',
    stream,
    errors: ['connection'],
    tokens: 'unknown',
    run: async c => c.read(await ask(c, { model: 'mock-cut', stream })),
  },
  {
    // It has no words for an error but free ones.
    name: 'stream-error',
    stream,
    errors: ['_OTHER'],
    tokens: 'unknown',
    run: async c =>
      c.read(await ask(c, { model: 'mock-stream-error', stream })),
  },
  ...Object.entries(refusals).map(([name, [model, error]]) => ({
    name,
    errors: [error],
    run: c => ask(c, { model }),
  })),
  {
    name: 'refused',
    errors: ['ECONNREFUSED'],
    unsent: 1,
    run: c => ask(c, {}, { host: 'http://127.0.0.1:65301' }),
  },
  {
    name: 'dropped-before-head',
    errors: ['connection'],
    run: c => ask(c, { model: 'mock-reset' }),
  },
];
