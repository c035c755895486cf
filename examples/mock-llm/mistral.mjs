// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import { chatCompletions } from './openai-chat.mjs';
import { embeddings } from './openai-legacy.mjs';
import { randomId } from './random.mjs';

/**
 * The Mistral API: OpenAI's shape at OpenAI's paths, so it is reached under a prefix, `/mistral/v1`. It reports the
 * usage of a stream without being asked, in its last chunk, and words its errors in a way of its own.
 */
export const mistral = {
  name: 'mistral',
  routes: [
    {
      method: 'POST',
      path: /\/mistral\/v1\/(?:chat|fim)\/completions$/,
      answer: chat,
    },
    { method: 'POST', path: /\/mistral\/v1\/embeddings$/, answer: embeddings },
  ],

  authorized: (headers, key) => headers.authorization === `Bearer ${key}`,

  headers: ({ random, count }) => ({
    'x-kong-request-id': randomId(random, '', 32),
    'x-ratelimit-limit-req-minute': '60',
    'x-ratelimit-remaining-req-minute': String(Math.max(0, 60 - count)),
  }),

  error: (kind, call) =>
    failure(kind, call, {
      status: { 'model-not-found': 400 },
      body: ({ status, message }) =>
        status === 401
          ? { detail: 'Unauthorized' }
          : {
              object: 'error',
              message,
              type: types[kind] ?? 'invalid_request_error',
              param: null,
              code: codes[kind] ?? null,
            },
    }),
};

const types = {
  'rate-limit': 'rate_limited',
  'model-not-found': 'invalid_model',
  'server-error': 'internal_server_error',
  overloaded: 'service_unavailable',
};

const codes = { 'rate-limit': '1300', 'model-not-found': '1500' };

/** @see https://docs.mistral.ai/api/#tag/chat */
function chat(call) {
  const { prompt, messages = [{ role: 'user', content: prompt }] } = call.body;
  const body = {
    ...call.body,
    messages,
    ...(call.body.stream === true && {
      stream_options: { include_usage: true },
    }),
  };
  const answer = chatCompletions({ ...call, body });
  if (answer.stream === undefined) return answer;
  // The finish chunk and the one with the usage are one.
  const pieces = answer.stream.slice(0, -3);
  const [finish, counted] = answer.stream.slice(-3, -1).map(read);
  const last = { ...finish, usage: counted.usage };
  return {
    ...answer,
    stream: [
      ...pieces.map(piece => write({ ...read(piece), usage: undefined })),
      write(last),
      'data: [DONE]\n\n',
    ],
  };
}

function read(piece) {
  return JSON.parse(piece.slice('data: '.length));
}

function write(chunk) {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
