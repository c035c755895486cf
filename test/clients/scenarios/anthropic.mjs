// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { anthropicFailures } from './anthropic-failures.mjs';
import { anthropicStreams } from './anthropic-streams.mjs';
import { client, question, tools } from './anthropic-client.mjs';

export const provider = 'anthropic';
export const packages = ['@anthropic-ai/sdk'];

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, degrees: { type: 'number' } },
  required: ['city', 'degrees'],
  additionalProperties: false,
};

export const scenarios = [
  {
    name: 'messages',
    run: async c => (await client(c)).messages.create(question),
  },
  {
    name: 'messages-cached',
    run: async c =>
      (await client(c)).messages.create({
        ...question,
        system: [
          {
            type: 'text',
            text: 'Be brief, and friendly, and honest.',
            cache_control: { type: 'ephemeral' },
          },
        ],
      }),
  },
  {
    name: 'messages-tools',
    run: async c => (await client(c)).messages.create({ ...question, tools }),
  },
  {
    name: 'messages-parse',
    run: async c =>
      (await client(c)).messages.parse({
        ...question,
        output_config: {
          format: {
            type: 'json_schema',
            schema,
            parse: text => JSON.parse(text),
          },
        },
      }),
  },
  {
    name: 'messages-tool-runner',
    errors: [undefined, undefined],
    async run(c) {
      const { beta } = await client(c);
      const runner = beta.messages.toolRunner({
        ...question,
        tools: [
          {
            ...tools[0],
            run: ({ city }) => `Sunny in ${city}.`,
            parse: x => x,
          },
        ],
      });
      for await (const message of runner) c.see(message);
      return runner.done();
    },
  },
  {
    name: 'messages-with-response',
    run: async c => (await client(c)).messages.create(question).withResponse(),
  },
  {
    name: 'messages-as-response',
    async run(c) {
      const { messages } = await client(c);
      const response = await messages.create(question).asResponse();
      c.see(response);
      return response.json();
    },
  },
  {
    name: 'not-inference',
    silent: true,
    async run(c) {
      const { messages, models } = await client(c);
      const { max_tokens: _, ...counted } = question;
      await messages.countTokens(counted).catch(c.see);
      await models.list().catch(c.see);
    },
  },
  ...anthropicStreams,
  ...anthropicFailures,
];
