// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { question } from './openai-client.mjs';
import { usualFailures } from './usual-failures.mjs';

/** Failures of a client that was generated from OpenAI's description: openai, groq-sdk. */
export function openaiFailures(client) {
  const ask = async (c, model, options, request) =>
    (await client(c, options)).chat.completions.create(
      { ...question, model },
      request
    );
  const refusals = {
    'wrong-key': ['gpt-4o-mini', 'invalid_api_key', { apiKey: 'wrong' }],
    'not-found': ['mock-404', 'model_not_found'],
    'rate-limit': ['mock-429', 'rate_limit_exceeded'],
    'server-error': ['mock-500', 'server_error'],
    'bad-gateway': ['mock-502', '502'],
  };
  return [
    ...usualFailures({
      ask,
      model: 'gpt-4o-mini',
      refusals,
      timeout: milliseconds => ({ timeout: milliseconds }),
      abortable: signal => ({ signal }),
      nowhere: { baseURL: 'http://127.0.0.1:65301/v1' },
    }),
    {
      name: 'retry',
      errors: ['rate_limit_exceeded', 'rate_limit_exceeded', undefined],
      run: c => ask(c, 'mock-429-twice', { maxRetries: 2 }),
    },
    {
      name: 'retries-used-up',
      errors: ['server_error', 'server_error'],
      run: c => ask(c, 'mock-500', { maxRetries: 1 }),
    },
    {
      name: 'cut-json',
      hangs: /^openai 4/,
      errors: ['connection'],
      tokens: 'unknown',
      run: c => ask(c, 'mock-cut'),
    },
  ];
}
