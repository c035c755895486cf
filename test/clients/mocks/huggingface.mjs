// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from '../../../examples/mock-llm/failures.mjs';

/** Embeddings of Hugging Face, which tell nothing but numbers; its chat is that of OpenAI. */
export const huggingfaceMock = {
  name: 'huggingface',
  routes: [
    {
      method: 'POST',
      path: /\/models\/.+\/pipeline\/feature-extraction$/,
      answer: ({ body, random }) => ({
        json: [body.inputs]
          .flat()
          .map(() => Array.from({ length: 384 }, () => random() - 0.5)),
      }),
    },
  ],
  authorized: (headers, key) => headers.authorization === `Bearer ${key}`,
  headers: () => ({}),
  error: (kind, call) =>
    failure(kind, call, { body: ({ message }) => ({ error: message }) }),
  modelOf: ({ path }) =>
    /\/models\/(.+)\/pipeline\//.exec(path)?.[1]?.replace(/^mock\//, ''),
};
