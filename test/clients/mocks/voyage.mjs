// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from '../../../examples/mock-llm/failures.mjs';
import { countTokens } from '../../../examples/mock-llm/text.mjs';

/** Voyage AI, which says the total alone: https://docs.voyageai.com/reference */
export const voyageMock = {
  name: 'voyage',
  routes: [
    {
      method: 'POST',
      path: /\/v1\/(multimodal|contextualized)?embeddings$/,
      answer: embed,
    },
    { method: 'POST', path: /\/v1\/rerank$/, answer: rank },
  ],
  authorized: (headers, key) => headers.authorization === `Bearer ${key}`,
  headers: () => ({}),
  error: (kind, call) =>
    failure(kind, call, { body: ({ message }) => ({ detail: message }) }),
};

function embed({ path, body, model, random }) {
  const inputs = [body.input ?? body.inputs].flat();
  const one = index => ({
    object: 'embedding',
    embedding: Array.from({ length: 1024 }, () => random() - 0.5),
    index,
  });
  const data = path.includes('contextualized')
    ? inputs.map((_, index) => ({ object: 'list', data: [one(0)], index }))
    : inputs.map((_, index) => one(index));
  const total = countTokens(inputs);
  return {
    json: { object: 'list', data, model, usage: { total_tokens: total } },
    usage: { input: total },
  };
}

function rank({ body, model }) {
  const data = body.documents.map((_, index) => ({
    relevance_score: 1 / (index + 2),
    index,
  }));
  const total = countTokens([body.query, ...body.documents]);
  return {
    json: { object: 'list', data, model, usage: { total_tokens: total } },
    usage: { input: total },
  };
}
