// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { openaiClient as client, tools } from './openai-client.mjs';

const input = 'How is the weather?';
const model = 'gpt-4o-mini';

const slow = { model: 'mock-slow-stream' };
const headers = { 'x-mock-delay-ms': '25' };
const left = { stream: true, errors: ['aborted'], tokens: 'unknown' };

const begin = async (c, fields, options) =>
  (await client(c)).responses.create(
    { model, input, stream: true, ...fields },
    { headers, ...options }
  );

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
    run: async c => c.read(await begin(c)),
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
    name: 'responses-with-response',
    run: async c =>
      (await client(c)).responses.create({ model, input }).withResponse(),
  },
  {
    name: 'responses-as-response',
    async run(c) {
      const { responses } = await client(c);
      const response = await responses.create({ model, input }).asResponse();
      c.see(response);
      return response.json();
    },
  },
  {
    name: 'responses-stream-with-response',
    stream: true,
    async run(c) {
      const { responses } = await client(c);
      const { data, response } = await responses
        .create({ model, input, stream: true })
        .withResponse();
      c.see(response);
      await c.read(data);
    },
  },
  {
    name: 'responses-stream-tee',
    stream: true,
    async run(c) {
      const events = await begin(c);
      for (const branch of events.tee()) await c.read(branch);
    },
  },
  {
    name: 'responses-stream-to-readable',
    stream: true,
    async run(c) {
      let text = '';
      const decoder = new TextDecoder();
      for await (const bytes of (await begin(c)).toReadableStream()) {
        c.first();
        text += decoder.decode(bytes, { stream: true });
      }
      return text;
    },
  },
  {
    name: 'responses-stream-left',
    ...left,
    run: async c => c.read(await begin(c, slow), count => count < 3),
  },
  {
    name: 'responses-stream-aborted-by-signal',
    ...left,
    async run(c) {
      const leaving = new AbortController();
      const events = await begin(c, slow, { signal: leaving.signal });
      await c.read(events, count => {
        if (count < 3) return true;
        leaving.abort();
        return 'no more';
      });
    },
  },
  {
    name: 'responses-stream-helper-aborted',
    ...left,
    async run(c) {
      const { responses } = await client(c);
      const helper = responses.stream({ ...slow, input }, { headers });
      helper.on('abort', error => c.see({ abort: error }));
      helper.once('response.output_text.delta', () => {
        c.first();
        helper.abort();
      });
      return helper.done();
    },
  },
  {
    name: 'responses-stream-cut',
    stream: true,
    errors: ['connection'],
    tokens: 'unknown',
    run: async c => c.read(await begin(c, { model: 'mock-cut' })),
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
    run: async c => c.read(await begin(c, { model: 'mock-stream-error' })),
  },
];
