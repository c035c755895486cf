// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import { chatCompletions } from './openai-chat.mjs';
import { embeddings } from './openai-legacy.mjs';
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';

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
    { method: 'POST', path: /\/mistral\/v1\/embeddings$/, answer: embed },
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
  const body = { ...call.body, messages };
  const whole = chatCompletions({ ...call, body: { ...body, stream: false } });
  if (body.stream !== true) return whole;
  const { choices, usage, ...head } = whole.json;
  const [{ message, finish_reason: reason }] = choices;
  const pieces = message.tool_calls ? [''] : message.content.split(/(?= )/);
  const stream = pieces.map((content, index) => {
    const isLast = index === pieces.length - 1;
    return sse({
      ...head,
      object: 'chat.completion.chunk',
      choices: [
        {
          index: 0,
          delta: {
            role: 'assistant',
            content,
            // A call comes in one piece.
            ...(message.tool_calls && { tool_calls: message.tool_calls }),
          },
          finish_reason: isLast ? reason : null,
        },
      ],
      ...(isLast && { usage }),
    });
  });
  stream.push('data: [DONE]\n\n');
  return { stream, usage: whole.usage };
}

function embed(call) {
  const { inputs, input = inputs } = call.body;
  const body = { ...call.body, input, dimensions: 8 };
  const answer = embeddings({ ...call, body });
  const usage = { ...answer.json.usage, completion_tokens: 0 };
  const id = randomId(call.random, '', 32);
  return { ...answer, json: { id, ...answer.json, usage } };
}
