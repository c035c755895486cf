// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';
import { client, question } from './anthropic-client.mjs';

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
  ...Object.entries(refusals).map(([name, [model, error, options]]) => ({
    name,
    errors: [error],
    run: c => ask(c, model, options),
  })),
  {
    name: 'retry',
    errors: ['api_error', undefined],
    run: c => ask(c, 'mock-server-error-once', { maxRetries: 2 }),
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
  ...Object.entries(deadlines).map(([name, signal]) => ({
    name,
    errors: ['timeout'],
    run: c => ask(c, 'mock-hang', {}, { signal: signal(120) }),
  })),
  {
    name: 'refused',
    errors: ['ECONNREFUSED'],
    unsent: 1,
    run: c => ask(c, question.model, { baseURL: 'http://127.0.0.1:65301' }),
  },
  {
    name: 'dropped-before-head',
    errors: ['connection'],
    run: c => ask(c, 'mock-reset'),
  },
  {
    name: 'cut-json',
    errors: ['connection'],
    tokens: 'unknown',
    run: c => ask(c, 'mock-cut'),
  },
];
