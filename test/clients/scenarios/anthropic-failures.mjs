// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { client, question } from './anthropic-client.mjs';
import { usualFailures } from './usual-failures.mjs';

const ask = async (c, model, options, request) =>
  (await client(c, options)).messages.create({ ...question, model }, request);

const refusals = {
  'wrong-key': [question.model, 'authentication_error', { apiKey: 'wrong' }],
  'not-found': ['mock-404', 'not_found_error'],
  'rate-limit': ['mock-429', 'rate_limit_error'],
  'server-error': ['mock-500', 'api_error'],
  overloaded: ['mock-overloaded', 'overloaded_error'],
  'bad-gateway': ['mock-502', '502'],
};

export const anthropicFailures = [
  ...usualFailures({
    ask,
    model: question.model,
    refusals,
    timeout: milliseconds => ({ timeout: milliseconds }),
    abortable: signal => ({ signal }),
    nowhere: { baseURL: 'http://127.0.0.1:65301' },
  }),
  {
    name: 'retry',
    errors: ['api_error', undefined],
    run: c => ask(c, 'mock-server-error-once', { maxRetries: 2 }),
  },
  {
    name: 'cut-json',
    errors: ['connection'],
    tokens: 'unknown',
    run: c => ask(c, 'mock-cut'),
  },
];
