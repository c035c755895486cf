// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { openaiFailures } from './openai-failures.mjs';
import { openaiResponses } from './openai-responses.mjs';
import { openaiStreams } from './openai-streams.mjs';
import { openaiClient as client, question, tools } from './openai-client.mjs';

export const provider = 'openai';
export const packages = ['openai', 'openai/helpers/zod'];

const chat = [
  {
    name: 'chat',
    run: async c => (await client(c)).chat.completions.create(question),
  },
  {
    name: 'chat-choices',
    run: async c =>
      (await client(c)).chat.completions.create({
        ...question,
        n: 2,
        temperature: 0.5,
        max_tokens: 12,
        stop: ['\n'],
      }),
  },
  {
    name: 'chat-tools',
    run: async c =>
      (await client(c)).chat.completions.create({ ...question, tools }),
  },
  {
    name: 'chat-parse',
    async run(c) {
      const { z } = await c.load('zod');
      const { zodResponseFormat } = await c.load('openai/helpers/zod');
      const { chat, beta } = await client(c);
      const format = z.object({ city: z.string(), degrees: z.number() });
      return (chat.completions.parse ? chat : beta.chat).completions.parse({
        ...question,
        response_format: zodResponseFormat(format, 'weather'),
      });
    },
  },
  {
    name: 'chat-run-tools',
    errors: [undefined, undefined],
    async run(c) {
      const { chat, beta } = await client(c);
      const helper = chat.completions.runTools ? chat : beta.chat;
      const runner = helper.completions.runTools({
        ...question,
        tools: [
          {
            type: 'function',
            function: {
              ...tools[0].function,
              parse: JSON.parse,
              function: ({ city }) => `Sunny in ${city}.`,
            },
          },
        ],
      });
      for (const event of ['message', 'functionToolCall', 'content', 'end']) {
        runner.on(event, value => c.see({ event, value }));
      }
      return runner.finalContent();
    },
  },
  {
    name: 'chat-with-response',
    async run(c) {
      const promise = (await client(c)).chat.completions.create(question);
      c.see(promise);
      return promise.withResponse();
    },
  },
  {
    name: 'chat-as-response',
    async run(c) {
      const { chat } = await client(c);
      const response = await chat.completions.create(question).asResponse();
      c.see(response.ok);
      return response.json();
    },
  },
  {
    name: 'chat-parallel',
    parallel: true,
    errors: Array.from({ length: 6 }),
    async run(c) {
      const { chat } = await client(c);
      // Which of them the server sees first is chance: only what does not depend on that is looked at.
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => chat.completions.create(question))
      );
      return answers.map(({ usage }) => usage.prompt_tokens);
    },
  },
  {
    name: 'azure',
    // By the header api-key: the host says nothing.
    provider: 'azure.ai.openai',
    async run(c) {
      const { AzureOpenAI } = await c.load('openai');
      const azure = new AzureOpenAI({
        endpoint: c.url,
        apiKey: c.key,
        apiVersion: '2024-10-21',
        deployment: 'my-deployment',
        maxRetries: 0,
      });
      return azure.chat.completions.create(question);
    },
  },
  {
    name: 'not-inference',
    silent: true,
    async run(c) {
      const { models, files } = await client(c);
      await models.list().catch(c.see);
      await files.list().catch(c.see);
    },
  },
  {
    name: 'completion',
    operation: 'text_completion',
    run: async c =>
      (await client(c)).completions.create({
        model: 'gpt-3.5-turbo-instruct',
        prompt: 'Say a word.',
      }),
  },
];

const withResponse = {
  name: 'embeddings-with-response',
  operation: 'embeddings',
  run: async c =>
    (await client(c)).embeddings
      .create({ model: 'text-embedding-3-small', input: 'one word' })
      .withResponse(),
};

const embeddings = [undefined, 'float'].map(encoding => ({
  name: encoding ? `embeddings-${encoding}` : 'embeddings',
  operation: 'embeddings',
  run: async c =>
    (await client(c)).embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one word', 'another'],
      encoding_format: encoding,
    }),
}));

export const scenarios = [
  ...chat,
  ...openaiStreams(client),
  ...embeddings,
  withResponse,
  ...openaiResponses,
  ...openaiFailures(client),
];
