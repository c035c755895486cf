// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';

const messages = [{ role: 'user', content: 'How is the weather?' }];
const stream = true;
const withUsage = { stream, stream_options: { include_usage: true } };

/** A request as an application writes it that has no package for it. */
function request(c, fields, { headers, path = '/v1/chat/completions' } = {}) {
  return {
    url: `${c.url}${path}`,
    body: { model: 'gpt-4o-mini', messages, ...fields },
    headers: {
      authorization: `Bearer ${c.key}`,
      'x-api-key': c.key,
      'x-goog-api-key': c.key,
      ...headers,
    },
  };
}

const slowly = { headers: { 'x-mock-delay-ms': '25' } };
const refusals = {
  'not-found': ['mock-404', 'model_not_found'],
  'rate-limit': ['mock-429', 'rate_limit_exceeded'],
  'server-error': ['mock-500', 'server_error'],
  'bad-gateway': ['mock-502', '502'],
};
const claude = {
  model: 'claude-haiku-4-5',
  max_tokens: 20,
};

/**
 * What any client of HTTP can do.
 *
 * @param {object} client
 * @param {(application, request, options?) => Promise<unknown>} client.json posts, and reads the answer as JSON
 * @param {(application, request, options?) => Promise<AsyncIterable>} client.stream posts, and gives the pieces
 * @param {(milliseconds: number) => object} client.limited options with the client's own limit
 * @param {string} [client.timeout] what the wire says of that limit
 * @param {boolean} [client.leaves] whether it stops to receive when nobody reads any more
 */
export function rawScenarios(client) {
  const { json, stream: open, limited } = client;
  const { timeout = 'timeout', leaves = true } = client;
  const text = async (c, pieces) => {
    const decoder = new TextDecoder();
    let whole = '';
    for await (const piece of pieces) {
      c.first();
      whole += decoder.decode(piece, { stream: true });
    }
    return whole;
  };
  return [
    { name: 'json', run: c => json(c, request(c)) },
    ...['gzip', 'br', 'deflate'].map(encoding => ({
      name: `json-${encoding}`,
      run: c =>
        json(c, request(c, {}, { headers: { 'x-mock-encoding': encoding } })),
    })),
    {
      name: 'embeddings',
      operation: 'embeddings',
      run: c =>
        json(
          c,
          request(
            c,
            { model: 'text-embedding-3-small', input: 'a word' },
            { path: '/v1/embeddings' }
          )
        ),
    },
    {
      name: 'anthropic',
      provider: 'anthropic',
      run: c => json(c, request(c, claude, { path: '/v1/messages' })),
    },
    {
      name: 'gemini',
      provider: 'gcp.gemini',
      operation: 'generate_content',
      run: c => {
        const path = '/v1beta/models/gemini-2.5-flash:generateContent';
        const { url, headers } = request(c, {}, { path });
        const contents = [{ role: 'user', parts: [{ text: 'Hello.' }] }];
        return json(c, { url, headers, body: { contents } });
      },
    },
    {
      name: 'not-inference',
      silent: true,
      run: c => json(c, request(c, {}, { path: '/v1/files' })).catch(c.see),
    },
    {
      name: 'stream',
      stream,
      run: async c => text(c, await open(c, request(c, withUsage))),
    },
    {
      name: 'stream-gzip',
      stream,
      run: async c => {
        const headers = { 'x-mock-encoding': 'gzip' };
        return text(c, await open(c, request(c, withUsage, { headers })));
      },
    },
    {
      name: 'anthropic-stream',
      provider: 'anthropic',
      stream,
      run: async c =>
        text(
          c,
          await open(
            c,
            request(c, { ...claude, stream }, { path: '/v1/messages' })
          )
        ),
    },
    {
      name: 'stream-left',
      stream,
      ...(leaves && { errors: ['aborted'], tokens: 'unknown' }),
      async run(c) {
        const slow = { model: 'mock-slow-stream', stream };
        let count = 0;
        for await (const _ of await open(c, request(c, slow, slowly))) {
          c.first();
          if (++count === 3) break;
        }
      },
    },
    {
      name: 'stream-aborted',
      stream,
      errors: ['aborted'],
      tokens: 'unknown',
      async run(c) {
        const slow = { model: 'mock-slow-stream', stream };
        const leaving = new AbortController();
        const options = { signal: leaving.signal };
        let count = 0;
        for await (const _ of await open(
          c,
          request(c, slow, slowly),
          options
        )) {
          c.first();
          if (++count === 3) leaving.abort();
        }
      },
    },
    {
      name: 'stream-cut',
      stream,
      errors: ['connection'],
      tokens: 'unknown',
      run: async c =>
        text(c, await open(c, request(c, { model: 'mock-cut', stream }))),
    },
    {
      name: 'stream-error',
      stream,
      errors: ['server_error'],
      tokens: 'unknown',
      run: async c => {
        const failing = { model: 'mock-stream-error', stream };
        return text(c, await open(c, request(c, failing)));
      },
    },
    {
      name: 'wrong-key',
      errors: ['invalid_api_key'],
      run: c =>
        json(c, request(c, {}, { headers: { authorization: 'Bearer wrong' } })),
    },
    ...Object.entries(refusals).map(([name, [model, error]]) => ({
      name,
      errors: [error],
      run: c => json(c, request(c, { model })),
    })),
    {
      name: 'timeout',
      errors: [timeout],
      run: c => json(c, request(c, { model: 'mock-hang' }), limited(250)),
    },
    {
      name: 'aborted',
      errors: ['aborted'],
      run: c =>
        json(c, request(c, { model: 'mock-hang' }), { signal: abortIn(150) }),
    },
    ...Object.entries(deadlines).map(([name, signal]) => ({
      name,
      errors: ['timeout'],
      run: c =>
        json(c, request(c, { model: 'mock-hang' }), { signal: signal(150) }),
    })),
    {
      name: 'refused',
      errors: ['ECONNREFUSED'],
      unsent: 1,
      run: c =>
        json(c, {
          ...request(c),
          url: 'http://127.0.0.1:65301/v1/chat/completions',
        }),
    },
    {
      name: 'dropped-before-head',
      errors: ['connection'],
      run: c => json(c, request(c, { model: 'mock-reset' })),
    },
    {
      name: 'cut-json',
      errors: ['connection'],
      tokens: 'unknown',
      run: c => json(c, request(c, { model: 'mock-cut' })),
    },
    {
      name: 'parallel',
      parallel: true,
      errors: Array.from({ length: 6 }),
      async run(c) {
        const answers = await Promise.all(
          // Which of them the server sees first is chance.
          Array.from({ length: 6 }, () => json({ ...c, see() {} }, request(c)))
        );
        return answers.length;
      },
    },
  ];
}

/** The options of `fetch`, whosever it is. */
export function fetchOptions({ body, headers }, options) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...options,
  };
}

/** Some errors carry the whole request, sockets and all. */
export async function* withPlainErrors(stream) {
  try {
    yield* stream;
  } catch ({ name, message, code }) {
    throw Object.assign(new Error(message), { name, code });
  }
}
