// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';
import {
  begin,
  generate,
  models,
  prompt,
  slowly,
  tools,
} from './ai-client.mjs';

export const provider = 'openai';
export const packages = ['ai', '@ai-sdk/openai'];

const stream = true;
const many = /^ai [7-9]/;

const refusals = {
  'wrong-key': [{ apiKey: 'wrong' }, 'invalid_api_key'],
  'not-found': ['mock-404', 'model_not_found'],
  'rate-limit': ['mock-429', 'rate_limit_exceeded'],
  'server-error': ['mock-500', 'server_error'],
  'bad-gateway': ['mock-502', '502'],
};

const others = ['responses', 'anthropic', 'google'].flatMap(name => {
  const common = {
    clients: many,
    ...{
      responses: {},
      anthropic: { provider: 'anthropic' },
      google: { provider: 'gcp.gemini', operation: 'generate_content' },
    }[name],
  };
  return [
    {
      ...common,
      name: `${name}-generate`,
      run: async c => generate(c, {}, await models[name](c)),
    },
    {
      ...common,
      name: `${name}-stream`,
      stream,
      async run(c) {
        const answer = await begin(c, {}, await models[name](c));
        await c.read(answer.textStream);
        return answer.usage;
      },
    },
  ];
});

export const scenarios = [
  { name: 'generate', run: c => generate(c) },
  {
    name: 'generate-tools',
    errors: [undefined, undefined],
    run: async c => generate(c, await tools(c)),
  },
  {
    name: 'generate-object',
    async run(c) {
      const [{ generateText, Output }, { z }] = await Promise.all([
        c.load('ai'),
        c.load('zod'),
      ]);
      const { output } = await generateText({
        model: await models.openai(c),
        prompt,
        output: Output.object({ schema: z.object({ city: z.string() }) }),
      });
      return output;
    },
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    async run(c) {
      const [{ embedMany }, { createOpenAI }] = await Promise.all([
        c.load('ai'),
        c.load('@ai-sdk/openai'),
      ]);
      const openai = createOpenAI({ baseURL: `${c.url}/v1`, apiKey: c.key });
      const { embeddings, usage } = await embedMany({
        model: openai.embedding('text-embedding-3-small'),
        values: ['one word', 'another'],
      });
      return { embeddings, usage };
    },
  },
  {
    name: 'stream',
    stream,
    async run(c) {
      const answer = await begin(c);
      await c.read(answer.textStream);
      return [await answer.usage, await answer.finishReason];
    },
  },
  {
    name: 'stream-as-response',
    stream,
    async run(c) {
      const answer = await begin(c);
      const response = answer.toTextStreamResponse();
      return response.text();
    },
  },
  {
    name: 'stream-ui-response',
    stream,
    async run(c) {
      const answer = await begin(c);
      // The parts carry random ids.
      const response = answer.toUIMessageStreamResponse();
      const text = await response.text();
      return text.split('\n').map(line => line.replace(/"id":"[^"]*"/, ''));
    },
  },
  {
    name: 'stream-left',
    stream,
    errors: ['aborted'],
    tokens: 'unknown',
    async run(c) {
      const leaving = new AbortController();
      const options = { abortSignal: leaving.signal };
      const answer = await begin(c, options, await slowly(c));
      await c.read(answer.textStream, count => count < 3);
      leaving.abort();
    },
  },
  {
    name: 'stream-aborted-by-signal',
    stream,
    errors: ['aborted'],
    tokens: 'unknown',
    async run(c) {
      const leaving = new AbortController();
      const options = { abortSignal: leaving.signal };
      const answer = await begin(c, options, await slowly(c));
      await c.read(answer.textStream, count => {
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
    async run(c) {
      const answer = await begin(c, {}, await models.openai(c, 'mock-cut'));
      await c.read(answer.textStream);
    },
  },
  {
    name: 'stream-error',
    stream,
    errors: ['server_error'],
    tokens: 'unknown',
    async run(c) {
      const model = await models.openai(c, 'mock-stream-error');
      await c.read((await begin(c, {}, model)).textStream);
    },
  },
  {
    name: 'stream-refused-429',
    errors: ['rate_limit_exceeded'],
    async run(c) {
      const model = await models.openai(c, 'mock-429');
      await c.read((await begin(c, {}, model)).textStream);
    },
  },
  ...others,
  ...Object.entries(refusals).map(([name, [asked, error]]) => ({
    name,
    errors: [error],
    async run(c) {
      const model =
        typeof asked === 'string'
          ? await models.openai(c, asked)
          : await models.openai(c, undefined, asked);
      return generate(c, {}, model);
    },
  })),
  {
    name: 'retry',
    errors: ['rate_limit_exceeded', undefined],
    run: async c =>
      generate(
        c,
        { maxRetries: 1 },
        await models.openai(c, 'mock-rate-limit-once')
      ),
  },
  {
    name: 'timeout-of-request',
    clients: many,
    errors: ['timeout'],
    run: async c =>
      generate(c, { timeout: 250 }, await models.openai(c, 'mock-hang')),
  },
  {
    name: 'aborted',
    errors: ['aborted'],
    run: async c =>
      generate(
        c,
        { abortSignal: abortIn(120) },
        await models.openai(c, 'mock-hang')
      ),
  },
  ...Object.entries(deadlines).map(([name, signal]) => ({
    name,
    errors: ['timeout'],
    run: async c =>
      generate(
        c,
        { abortSignal: signal(120) },
        await models.openai(c, 'mock-hang')
      ),
  })),
];
