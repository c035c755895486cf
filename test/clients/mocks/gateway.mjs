// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from '../../../examples/mock-llm/failures.mjs';
import { randomId } from '../../../examples/mock-llm/random.mjs';
import { sse } from '../../../examples/mock-llm/sse.mjs';
import { answerTokens, countTokens } from '../../../examples/mock-llm/text.mjs';

/** Vercel AI Gateway: what a model of the AI SDK returns, over HTTP. */
export const gatewayMock = {
  name: 'vercel',
  routes: [
    { method: 'POST', path: /\/ai\/language-model$/, answer: language },
    { method: 'POST', path: /\/ai\/embedding-model$/, answer: embed },
    { method: 'POST', path: /\/ai\/image-model$/, answer: image },
    { method: 'POST', path: /\/ai\/reranking-model$/, answer: rank },
  ],
  authorized: (headers, key) => headers.authorization === `Bearer ${key}`,
  headers: () => ({}),
  error: (kind, call) =>
    failure(kind, call, {
      body: ({ message, status }) => ({
        error: { message, type: TYPES[status] ?? 'internal_server_error' },
      }),
    }),
  modelOf: ({ headers }) =>
    headers['ai-language-model-id'] ?? headers['ai-model-id'],
};

const TYPES = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
};

function language({ body, model, random, headers }) {
  const { tokens } = answerTokens(random, body.maxOutputTokens);
  const input = countTokens(body.prompt);
  const output = tokens.length;
  const usage = {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
  const end = {
    finishReason: { unified: 'stop', raw: 'stop' },
    usage,
    providerMetadata: { gateway: { cost: '0.001' } },
  };
  const response = { id: randomId(random, 'gen_', 24), modelId: model };
  const reported = { input, output };
  if (headers['ai-language-model-streaming'] !== 'true') {
    const content = [{ type: 'text', text: tokens.join('') }];
    return {
      json: { content, ...end, response, warnings: [] },
      usage: reported,
    };
  }
  const stream = [
    sse({ type: 'stream-start', warnings: [] }),
    sse({ type: 'response-metadata', ...response }),
    sse({ type: 'text-start', id: '0' }),
    ...tokens.map(delta => sse({ type: 'text-delta', id: '0', delta })),
    sse({ type: 'text-end', id: '0' }),
    sse({ type: 'finish', ...end }),
    'data: [DONE]\n\n',
  ];
  return { stream, usage: reported };
}

function embed({ body, random }) {
  const embeddings = body.values.map(() =>
    Array.from({ length: 256 }, () => random() - 0.5)
  );
  const tokens = countTokens(body.values);
  return { json: { embeddings, usage: { tokens } }, usage: { input: tokens } };
}

function image({ body }) {
  const images = Array.from({ length: body.n ?? 1 }, () => 'iVBORw0KGgo=');
  const usage = { inputTokens: 6, outputTokens: 272, totalTokens: 278 };
  return { json: { images, usage }, usage: { input: 6, output: 272 } };
}

function rank({ body }) {
  const ranking = body.documents.values.map((_, index) => ({
    index,
    relevanceScore: 1 / (index + 2),
  }));
  return { json: { ranking } };
}
