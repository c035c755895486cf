// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { client, question, tools } from './anthropic-client.mjs';

const stream = true;
const left = { stream, errors: ['aborted'], tokens: 'unknown' };
const slow = { ...question, model: 'mock-slow-stream' };
const headers = { 'x-mock-delay-ms': '25' };

const begin = async (c, fields, options) =>
  (await client(c)).messages.create(
    { ...question, stream, ...fields },
    options
  );
const beginSlowly = (c, options) => begin(c, slow, { headers, ...options });

async function textOf(c, readable) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of readable) {
    c.first();
    text += decoder.decode(bytes, { stream: true });
  }
  return text;
}

/** Writes down what a helper tells its listeners. */
function follow(c, helper, events) {
  for (const event of events) {
    helper.on(event, (...values) => {
      if (event === 'text' || event === 'inputJson') c.first();
      c.see({ event, values });
    });
  }
}

export const anthropicStreams = [
  {
    name: 'stream',
    stream,
    async run(c) {
      const events = await begin(c);
      c.see(events);
      await c.read(events);
    },
  },
  {
    name: 'stream-tools',
    stream,
    run: async c => c.read(await begin(c, { tools })),
  },
  {
    name: 'stream-helper',
    stream,
    async run(c) {
      const helper = (await client(c)).messages.stream(question);
      follow(c, helper, ['connect', 'text', 'message', 'finalMessage', 'end']);
      c.see(await helper.finalText());
      c.see(helper);
      return helper.finalMessage();
    },
  },
  {
    name: 'stream-helper-iterated',
    stream,
    run: async c => c.read((await client(c)).messages.stream(question)),
  },
  {
    name: 'stream-helper-tools',
    stream,
    async run(c) {
      const helper = (await client(c)).messages.stream({ ...question, tools });
      follow(c, helper, ['inputJson', 'contentBlock']);
      return helper.finalMessage();
    },
  },
  {
    name: 'stream-helper-with-response',
    stream,
    async run(c) {
      const helper = (await client(c)).messages.stream(question);
      const { data, response, request_id: id } = await helper.withResponse();
      c.see([response, id]);
      return data.finalMessage();
    },
  },
  {
    name: 'stream-helper-to-readable',
    stream,
    async run(c) {
      const helper = (await client(c)).messages.stream(question);
      return textOf(c, helper.toReadableStream());
    },
  },
  {
    name: 'stream-helper-aborted',
    ...left,
    async run(c) {
      const { messages } = await client(c);
      const helper = messages.stream(slow, { headers });
      helper.on('abort', error => c.see({ abort: error }));
      helper.once('text', () => {
        c.first();
        helper.abort();
      });
      return helper.done();
    },
  },
  {
    name: 'stream-with-response',
    stream,
    async run(c) {
      const { messages } = await client(c);
      const { data, response } = await messages
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
      const { messages } = await client(c);
      const response = await messages
        .create({ ...question, stream })
        .asResponse();
      return response.text();
    },
  },
  {
    name: 'stream-tee',
    stream,
    async run(c) {
      const [one, other] = (await begin(c)).tee();
      await c.read(one);
      await c.read(other);
    },
  },
  {
    name: 'stream-to-readable',
    stream,
    run: async c => textOf(c, (await begin(c)).toReadableStream()),
  },
  {
    name: 'stream-left',
    ...left,
    run: async c => c.read(await beginSlowly(c), count => count < 4),
  },
  {
    name: 'stream-aborted-by-signal',
    ...left,
    async run(c) {
      const leaving = new AbortController();
      const events = await beginSlowly(c, { signal: leaving.signal });
      await c.read(events, count => {
        if (count < 4) return true;
        leaving.abort();
        return 'no more';
      });
    },
  },
  {
    name: 'stream-aborted-by-controller',
    ...left,
    async run(c) {
      const events = await beginSlowly(c);
      await c.read(events, count => {
        if (count < 4) return true;
        events.controller.abort();
        return 'no more';
      });
    },
  },
  {
    name: 'stream-unread',
    ...left,
    stream: 'unread',
    async run(c) {
      const events = await beginSlowly(c);
      events.controller.abort();
      return events;
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
    errors: ['overloaded_error'],
    tokens: 'unknown',
    run: async c => c.read(await begin(c, { model: 'mock-stream-error' })),
  },
  {
    name: 'stream-refused-429',
    errors: ['rate_limit_error'],
    run: async c => c.read(await begin(c, { model: 'mock-429' })),
  },
];
