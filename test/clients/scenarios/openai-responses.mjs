// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { openaiClient as client, tools } from './openai-client.mjs';

const input = 'How is the weather?';
const model = 'gpt-4o-mini';

/** The API of responses, which OpenAI's own package has alone. */
export const openaiResponses = [
  {
    name: 'responses',
    run: async c => (await client(c)).responses.create({ model, input }),
  },
  {
    name: 'responses-tools',
    run: async c =>
      (await client(c)).responses.create({
        model,
        input,
        tools: [{ type: 'function', strict: true, ...tools[0].function }],
      }),
  },
  {
    name: 'responses-parse',
    async run(c) {
      const { z } = await c.load('zod');
      const { zodTextFormat } = await c.load('openai/helpers/zod');
      const format = z.object({ city: z.string(), degrees: z.number() });
      return (await client(c)).responses.parse({
        model,
        input,
        text: { format: zodTextFormat(format, 'weather') },
      });
    },
  },
  {
    name: 'responses-stream',
    stream: true,
    run: async c =>
      c.read(
        await (await client(c)).responses.create({ model, input, stream: true })
      ),
  },
  {
    name: 'responses-stream-helper',
    stream: true,
    async run(c) {
      const stream = (await client(c)).responses.stream({ model, input });
      stream.on('response.output_text.delta', ({ delta }) => {
        c.first();
        c.see(delta);
      });
      return stream.finalResponse();
    },
  },
  {
    name: 'responses-error',
    errors: ['model_not_found'],
    run: async c =>
      (await client(c)).responses.create({ model: 'mock-404', input }),
  },
  {
    name: 'responses-stream-left',
    stream: true,
    errors: ['aborted'],
    tokens: 'unknown',
    run: async c =>
      c.read(
        await (
          await client(c)
        ).responses.create(
          { model: 'mock-slow-stream', input, stream: true },
          { headers: { 'x-mock-delay-ms': '25' } }
        ),
        count => count < 3
      ),
  },
  {
    name: 'responses-stream-cut',
    stream: true,
    errors: ['connection'],
    tokens: 'unknown',
    run: async c =>
      c.read(
        await (
          await client(c)
        ).responses.create({ model: 'mock-cut', input, stream: true })
      ),
  },
  {
    name: 'responses-stream-refused',
    errors: ['rate_limit_exceeded', 'rate_limit_exceeded'],
    run: async c =>
      c.read(
        await (
          await client(c, { maxRetries: 1 })
        ).responses.create({ model: 'mock-429', input, stream: true })
      ),
  },
  {
    name: 'responses-stream-error',
    stream: true,
    tokens: 'unknown',
    errors: ['server_error'],
    run: async c =>
      c.read(
        await (
          await client(c)
        ).responses.create({ model: 'mock-stream-error', input, stream: true })
      ),
  },
];
