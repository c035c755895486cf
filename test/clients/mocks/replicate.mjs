// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from '../../../examples/mock-llm/failures.mjs';
import { randomId } from '../../../examples/mock-llm/random.mjs';
import { answerTokens, countTokens } from '../../../examples/mock-llm/text.mjs';

/** Replicate: https://replicate.com/docs/reference/http */
export const replicateMock = {
  name: 'replicate',
  routes: [
    { method: 'POST', path: /\/v1\/(.+\/)?predictions$/, answer: predict },
    {
      method: 'GET',
      path: /\/v1\/predictions\/\w+$/,
      answer: ({ path }) => ({ json: { id: idIn(path), status: 'succeeded' } }),
    },
  ],
  authorized: (headers, key) => headers.authorization === `Bearer ${key}`,
  headers: () => ({}),
  error: (kind, call) =>
    failure(kind, call, {
      body: ({ status, message }) => ({
        title: 'Error',
        detail: message,
        status,
      }),
    }),
  /** The part before the name of a model is its owner: `mock/mock-429` is the scenario of the mock. */
  modelOf({ path, body }) {
    const named = /\/(?:models|deployments)\/([^/]+\/[^/]+)\/predictions$/;
    const model = named.exec(path)?.[1] ?? body?.version;
    return model?.replace(/^mock\//, '');
  },
};

function predict({ body, model, random }) {
  const id = randomId(random, '', 26);
  const { tokens } = answerTokens(random, 20);
  const input = countTokens(body.input.prompt);
  const output = tokens.length;
  const json = {
    id,
    model,
    status: 'succeeded',
    output: tokens,
    metrics: { input_token_count: input, output_token_count: output },
  };
  return { json, usage: { input, output } };
}

function idIn(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}
