// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';

export const provider = 'openai';
export const packages = ['@langchain/openai', '@langchain/anthropic'];

const stream = true;
const question = 'How is the weather?';

async function chatOpenAI(c, { configuration, ...options } = {}) {
  const { ChatOpenAI } = await c.load('@langchain/openai');
  return new ChatOpenAI({
    model: 'gpt-4o-mini',
    apiKey: c.key,
    maxRetries: 0,
    configuration: { baseURL: `${c.url}/v1`, ...configuration },
    ...options,
  });
}

async function chatAnthropic(c, options) {
  const { ChatAnthropic } = await c.load('@langchain/anthropic');
  return new ChatAnthropic({
    model: 'claude-haiku-4-5',
    apiKey: c.key,
    anthropicApiUrl: c.url,
    maxRetries: 0,
    ...options,
  });
}

const slow = {
  model: 'mock-slow-stream',
  configuration: { defaultHeaders: { 'x-mock-delay-ms': '25' } },
};

const tool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};

const refusals = {
  'wrong-key': [{ apiKey: 'wrong' }, 'invalid_api_key'],
  'not-found': [{ model: 'mock-404' }, 'model_not_found'],
  'rate-limit': [{ model: 'mock-429' }, 'rate_limit_exceeded'],
  'server-error': [{ model: 'mock-500' }, 'server_error'],
};

export const scenarios = [
  {
    name: 'invoke',
    run: async c => (await chatOpenAI(c)).invoke(question),
  },
  {
    name: 'invoke-tools',
    run: async c => (await chatOpenAI(c)).bindTools([tool]).invoke(question),
  },
  {
    name: 'invoke-structured',
    async run(c) {
      const { z } = await c.load('zod');
      const model = (await chatOpenAI(c)).withStructuredOutput(
        z.object({ city: z.string() }),
        { name: 'weather', method: 'jsonSchema' }
      );
      return model.invoke(question);
    },
  },
  {
    name: 'batch',
    errors: [undefined, undefined],
    parallel: true,
    async run(c) {
      const answers = await (await chatOpenAI(c)).batch([question, question]);
      return answers.map(answer => answer.usage_metadata.input_tokens);
    },
  },
  {
    name: 'responses',
    run: async c =>
      (await chatOpenAI(c, { useResponsesApi: true })).invoke(question),
  },
  {
    name: 'stream',
    stream,
    run: async c => c.read(await (await chatOpenAI(c)).stream(question)),
  },
  {
    name: 'stream-events',
    stream,
    async run(c) {
      const model = await chatOpenAI(c);
      for await (const { event, data } of model.streamEvents(question, {
        version: 'v2',
      })) {
        if (event === 'on_chat_model_stream') c.first();
        c.see([event, data.chunk?.content]);
      }
    },
  },
  {
    name: 'stream-left',
    stream,
    errors: ['aborted'],
    tokens: 'unknown',
    run: async c =>
      c.read(
        await (await chatOpenAI(c, slow)).stream(question),
        count => count < 3
      ),
  },
  {
    name: 'stream-aborted-by-signal',
    stream,
    errors: ['aborted'],
    tokens: 'unknown',
    async run(c) {
      const leaving = new AbortController();
      const model = await chatOpenAI(c, slow);
      const chunks = await model.stream(question, { signal: leaving.signal });
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
    run: async c =>
      c.read(
        await (await chatOpenAI(c, { model: 'mock-cut' })).stream(question)
      ),
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    async run(c) {
      const { OpenAIEmbeddings } = await c.load('@langchain/openai');
      const embeddings = new OpenAIEmbeddings({
        apiKey: c.key,
        model: 'text-embedding-3-small',
        configuration: { baseURL: `${c.url}/v1` },
      });
      return embeddings.embedQuery('one word');
    },
  },
  {
    name: 'anthropic-invoke',
    provider: 'anthropic',
    run: async c => (await chatAnthropic(c)).invoke(question),
  },
  {
    name: 'anthropic-stream',
    provider: 'anthropic',
    stream,
    run: async c => c.read(await (await chatAnthropic(c)).stream(question)),
  },
  {
    name: 'anthropic-rate-limit',
    provider: 'anthropic',
    errors: ['rate_limit_error'],
    run: async c =>
      (await chatAnthropic(c, { model: 'mock-429' })).invoke(question),
  },
  ...Object.entries(refusals).map(([name, [options, error]]) => ({
    name,
    errors: [error],
    run: async c => (await chatOpenAI(c, options)).invoke(question),
  })),
  {
    name: 'retries-used-up',
    errors: ['server_error', 'server_error'],
    run: async c =>
      (await chatOpenAI(c, { model: 'mock-500', maxRetries: 1 })).invoke(
        question
      ),
  },
  {
    name: 'timeout-of-client',
    errors: ['timeout'],
    run: async c =>
      (await chatOpenAI(c, { model: 'mock-hang', timeout: 250 })).invoke(
        question
      ),
  },
  {
    name: 'aborted',
    errors: ['aborted'],
    run: async c =>
      (await chatOpenAI(c, { model: 'mock-hang' })).invoke(question, {
        signal: abortIn(120),
      }),
  },
  ...Object.entries(deadlines).map(([name, signal]) => ({
    name,
    errors: ['timeout'],
    run: async c =>
      (await chatOpenAI(c, { model: 'mock-hang' })).invoke(question, {
        signal: signal(120),
      }),
  })),
];
