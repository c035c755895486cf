// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { jsonBody, readSse } from './clients.mjs';

const messages = [{ role: 'user', content: 'Who counts what nobody counts?' }];

/** The same API without any library for it. */
export function plainCalls({ post }, { groq, deepseek }) {
  const llama = { model: 'llama-3.3-70b-versatile', messages };
  const streamed = {
    ...llama,
    stream: true,
    stream_options: { include_usage: true },
  };
  const url = base => `${base}/chat/completions`;
  return [
    {
      kind: 'fetch, JSON',
      times: 8,
      sees: /^stop$/,
      run: async name => finish(await post.fetch(url(groq), name, llama)),
    },
    {
      kind: 'fetch, stream',
      times: 8,
      sees: /^data: \[DONE\]$/,
      run: async name => readSse(await post.fetch(url(groq), name, streamed)),
    },
    {
      kind: 'undici.request',
      times: 6,
      sees: /^stop$/,
      run: async name => finish(await post.undici(url(groq), name, llama)),
    },
    {
      kind: 'undici.stream',
      times: 4,
      sees: /^data: \[DONE\]$/,
      run: async name =>
        readSse(await post.undiciStream(url(groq), name, streamed)),
    },
    {
      kind: 'axios',
      times: 8,
      sees: /^stop$/,
      run: async name =>
        finish(
          await post.axios(url(deepseek), name, {
            model: 'deepseek-chat',
            messages,
          })
        ),
    },
    {
      kind: 'node:http, compressed with gzip',
      times: 4,
      sees: /^stop$/,
      run: async name =>
        finish(
          await post.nodeHttp(url(deepseek), name, {
            model: 'deepseek-reasoner',
            messages,
          })
        ),
    },
  ];
}

const finish = async body => (await jsonBody(body)).choices[0].finish_reason;
