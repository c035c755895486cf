// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import OpenAI from 'openai';
import { setTimeout as wait } from 'node:timers/promises';

const messages = [{ role: 'user', content: 'Will this one work?' }];

/** Everything that goes wrong with an API, each as its users meet it. */
export function failingCalls({ openai, post }, { openai: baseURL, closed }) {
  const chat = (name, scenario, { stream, ...options } = {}) => {
    const model = options.model ?? 'gpt-4o';
    delete options.model;
    const headers = { 'x-demo-call': name, 'x-mock-scenario': scenario };
    return openai.chat.completions.create(
      { model, messages, ...(stream && { stream }) },
      { maxRetries: 0, ...options, headers }
    );
  };
  const stranger = new OpenAI({ baseURL, apiKey: 'wrong-key' });
  const nowhere = new OpenAI({ baseURL: closed, apiKey: 'any-key' });

  return [
    {
      kind: '401, the key is wrong',
      times: 2,
      sees: /^AuthenticationError 401 invalid_api_key$/,
      run: name =>
        stranger.chat.completions.create(
          { model: 'gpt-4o', messages },
          { maxRetries: 0, headers: { 'x-demo-call': name } }
        ),
    },
    {
      kind: '429 with Retry-After, no retries',
      times: 3,
      sees: /^RateLimitError 429 rate_limit_exceeded$/,
      run: name => chat(name, 'rate-limit', { model: 'gpt-4o-mini' }),
    },
    {
      kind: '429 with Retry-After, the retry succeeds',
      times: 2,
      attempts: 2,
      sees: /^stop$/,
      run: async name =>
        (await chat(name, 'rate-limit-once', { maxRetries: 2 })).choices[0]
          .finish_reason,
    },
    {
      kind: '429, the quota is used up',
      sees: /^HttpError 429 insufficient_quota$/,
      run: name =>
        post.fetch(
          `${baseURL}/chat/completions`,
          name,
          { model: 'gpt-4o', messages },
          { 'x-mock-scenario': 'quota' }
        ),
    },
    {
      kind: '404, no such model',
      sees: /^NotFoundError 404 model_not_found$/,
      run: name => chat(name, 'model-not-found', { model: 'gpt-9' }),
    },
    {
      kind: '500 from the provider',
      times: 2,
      sees: /^AxiosError 500 ERR_BAD_RESPONSE$/,
      run: name =>
        post.axios(
          `${baseURL}/chat/completions`,
          name,
          { model: 'gpt-4o', messages },
          { 'x-mock-scenario': 'server-error' }
        ),
    },
    {
      kind: "timeout, the client's own",
      times: 2,
      sees: /^APIConnectionTimeoutError$/,
      run: name => chat(name, 'slow-head', { timeout: 600 }),
    },
    {
      kind: 'connection refused',
      times: 2,
      refused: 1,
      sees: /^APIConnectionError$/,
      run: () =>
        nowhere.chat.completions.create(
          { model: 'gpt-4o', messages },
          { maxRetries: 0 }
        ),
    },
    {
      kind: 'stream cut in the middle',
      times: 2,
      sees: /^TypeError$/,
      run: async name => readSome(await chat(name, 'cut', { stream: true })),
    },
    {
      kind: 'error event in a stream that began well',
      sees: /^APIError$/,
      run: async name =>
        readSome(await chat(name, 'stream-error', { stream: true })),
    },
    {
      kind: 'stream left early, with a break',
      times: 2,
      sees: /^left after 4 chunks$/,
      run: async name =>
        readSome(await chat(name, 'slow-stream', { stream: true }), 4),
    },
    {
      kind: "the caller's abort",
      times: 2,
      sees: /^APIUserAbortError$/,
      run: async name => {
        const controller = new AbortController();
        const { signal } = controller;
        const answer = chat(name, 'slow-head', { signal });
        await Promise.race([answer, wait(500)]);
        controller.abort();
        return answer;
      },
    },
  ];
}

async function readSome(stream, limit = Infinity) {
  let chunks = 0;
  for await (const _ of stream) {
    if (++chunks === limit) return `left after ${chunks} chunks`;
  }
  return `${chunks} chunks`;
}
