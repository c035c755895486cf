// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { Blob } from 'node:buffer';
import { TextDecoderStream } from 'node:stream/web';
import { fetchOptions, rawScenarios } from './raw.mjs';

export const provider = 'openai';

const post = (request, options) =>
  fetch(request.url, fetchOptions(request, options));

const question = c => ({
  url: `${c.url}/v1/chat/completions`,
  headers: { authorization: `Bearer ${c.key}` },
  body: {
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'Hello.' }],
    stream: true,
    stream_options: { include_usage: true },
  },
});

const whole = async (c, body) => {
  let text = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    c.first();
    text += piece;
  }
  return text;
};

/** What only the objects of `fetch` can do. */
const own = [
  {
    name: 'request-object',
    stream: true,
    async run(c) {
      const { url, ...rest } = question(c);
      const response = await fetch(new Request(url, fetchOptions(rest)));
      c.see(response);
      return response.text();
    },
  },
  {
    name: 'streamed-upload',
    stream: true,
    async run(c) {
      const { url, ...rest } = question(c);
      const options = fetchOptions(rest, { duplex: 'half' });
      const body = new Blob([options.body]).stream();
      const response = await fetch(url, { ...options, body });
      return response.text();
    },
  },
  {
    name: 'stream-clone',
    stream: true,
    async run(c) {
      const response = await post(question(c));
      const copy = response.clone();
      c.see([response, copy]);
      return [await response.text(), await copy.text()];
    },
  },
  {
    name: 'stream-tee',
    stream: true,
    async run(c) {
      const [one, other] = (await post(question(c))).body.tee();
      return [await whole(c, one), await whole(c, other)];
    },
  },
  {
    name: 'stream-cancelled',
    stream: 'unread',
    errors: ['aborted'],
    tokens: 'unknown',
    async run(c) {
      const request = question(c);
      request.body.model = 'mock-slow-stream';
      const response = await post(request);
      await response.body.cancel('enough');
      c.see(response);
    },
  },
  {
    name: 'stream-bytes',
    stream: true,
    async run(c) {
      const { body } = await post(question(c));
      const reader = body.getReader({ mode: 'byob' });
      let length = 0;
      for (;;) {
        const { done, value } = await reader.read(new Uint8Array(64));
        if (done) return length;
        c.first();
        length += value.length;
      }
    },
  },
];

export const scenarios = [
  ...rawScenarios({
    async json(c, request, options) {
      const response = await post(request, options);
      c.see(response);
      return response.json();
    },
    async stream(c, request, options) {
      const response = await post(request, options);
      c.see(response);
      return response.body;
    },
    limited: milliseconds => ({ signal: AbortSignal.timeout(milliseconds) }),
  }),
  ...own,
];
