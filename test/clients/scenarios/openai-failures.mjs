// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';
import { question } from './openai-client.mjs';

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
    ...Object.entries(refusals).map(([name, [model, error, options]]) => ({
      name,
      errors: [error],
      run: c => ask(c, model, options),
    })),
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
      name: 'timeout-of-request',
      errors: ['timeout'],
      run: c => ask(c, 'mock-hang', {}, { timeout: 250 }),
    },
    {
      name: 'timeout-of-client',
      errors: ['timeout'],
      run: c => ask(c, 'mock-hang', { timeout: 250 }),
    },
    {
      name: 'aborted',
      errors: ['aborted'],
      run: c => ask(c, 'mock-hang', {}, { signal: abortIn(120) }),
    },
    // Most abort a controller of their own, and do not hand on why.
    ...Object.entries(deadlines).map(([name, signal]) => ({
      name,
      errors: ['timeout'],
      run: c => ask(c, 'mock-hang', {}, { signal: signal(120) }),
    })),
    {
      name: 'refused',
      errors: ['ECONNREFUSED'],
      unsent: 1,
      run: c => ask(c, 'gpt-4o-mini', { baseURL: 'http://127.0.0.1:65301/v1' }),
    },
    {
      name: 'dropped-before-head',
      errors: ['connection'],
      run: c => ask(c, 'mock-reset'),
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
