// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { question, tools } from './openai-client.mjs';

const stream = true;
const withUsage = { stream_options: { include_usage: true } };
/** Slow enough to be left in the middle. */
const slow = {
  body: { ...question, model: 'mock-slow-stream', stream },
  headers: { 'x-mock-delay-ms': '25' },
};
const left = { stream, errors: ['aborted'], tokens: 'unknown' };

/** Streams of a client that was generated from OpenAI's description: openai, groq-sdk. */
export function openaiStreams(client) {
  const begin = async (c, fields) =>
    (await client(c)).chat.completions.create({
      ...question,
      stream,
      ...fields,
    });
  const beginSlowly = async (c, options) =>
    (await client(c)).chat.completions.create(slow.body, {
      headers: slow.headers,
      ...options,
    });
  return [
    {
      name: 'stream',
      stream,
      async run(c) {
        const chunks = await begin(c, withUsage);
        c.see(chunks);
        await c.read(chunks);
      },
    },
    {
      name: 'stream-without-usage',
      stream,
      run: async c => c.read(await begin(c)),
    },
    {
      name: 'stream-tools',
      stream,
      run: async c => c.read(await begin(c, { tools, ...withUsage })),
    },
    {
      name: 'stream-choices',
      stream,
      run: async c => c.read(await begin(c, { n: 2, ...withUsage })),
    },
    {
      name: 'stream-with-response',
      stream,
      async run(c) {
        const { chat } = await client(c);
        const { data, response } = await chat.completions
          .create({ ...question, stream })
          .withResponse();
        c.see(response);
        await c.read(data);
      },
    },
    {
      name: 'stream-as-response',
      stream,
      async run(c) {
        const { chat } = await client(c);
        const response = await chat.completions
          .create({ ...question, stream, ...withUsage })
          .asResponse();
        return response.text();
      },
    },
    {
      name: 'stream-tee',
      stream,
      async run(c) {
        const [one, other] = (await begin(c, withUsage)).tee();
        c.see(one);
        await c.read(one);
        await c.read(other);
      },
    },
    {
      name: 'stream-to-readable',
      stream,
      async run(c) {
        const chunks = await begin(c, withUsage);
        const readable = chunks.toReadableStream();
        c.see(readable);
        let text = '';
        const decoder = new TextDecoder();
        for await (const bytes of readable) {
          c.first();
          text += decoder.decode(bytes, { stream: true });
        }
        return text;
      },
    },
    {
      name: 'stream-left',
      ...left,
      run: async c => c.read(await beginSlowly(c), count => count < 3),
    },
    {
      name: 'stream-aborted-by-signal',
      ...left,
      async run(c) {
        const leaving = new AbortController();
        const chunks = await beginSlowly(c, { signal: leaving.signal });
        await c.read(chunks, count => {
          if (count < 3) return true;
          leaving.abort();
          return 'no more';
        });
        c.see(leaving);
      },
    },
    {
      name: 'stream-aborted-by-controller',
      ...left,
      async run(c) {
        const chunks = await beginSlowly(c);
        await c.read(chunks, count => {
          if (count < 3) return true;
          chunks.controller.abort();
          return 'no more';
        });
        c.see(chunks);
      },
    },
    {
      name: 'stream-unread',
      stream: 'unread',
      errors: ['aborted'],
      tokens: 'unknown',
      async run(c) {
        const chunks = await beginSlowly(c);
        chunks.controller.abort();
        return chunks;
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
      errors: ['server_error'],
      tokens: 'unknown',
      run: async c => c.read(await begin(c, { model: 'mock-stream-error' })),
    },
    {
      name: 'stream-refused-429',
      errors: ['rate_limit_exceeded'],
      run: async c => c.read(await begin(c, { model: 'mock-429' })),
    },
    {
      name: 'stream-helper',
      stream,
      clients: /^openai/,
      async run(c) {
        const { chat, beta } = await client(c);
        const { completions } = chat.completions.stream ? chat : beta.chat;
        const runner = completions.stream({ ...question, ...withUsage });
        for (const event of ['connect', 'content', 'message', 'end']) {
          runner.on(event, (...values) => {
            if (event === 'content') c.first();
            c.see({ event, values });
          });
        }
        c.see(await runner.finalChatCompletion());
        return runner.totalUsage();
      },
    },
    {
      name: 'stream-helper-aborted',
      ...left,
      clients: /^openai/,
      async run(c) {
        const { chat, beta } = await client(c);
        const { completions } = chat.completions.stream ? chat : beta.chat;
        const { stream: _, ...body } = slow.body;
        const runner = completions.stream(body, { headers: slow.headers });
        runner.on('abort', error => c.see({ abort: error }));
        runner.once('content', () => {
          c.first();
          runner.abort();
        });
        return runner.done();
      },
    },
  ];
}
