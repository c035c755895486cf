// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';
import { replicateMock } from '../mocks/replicate.mjs';

export const provider = 'replicate';
export const packages = ['replicate'];
export const mocks = [replicateMock];

/** It runs models of all kinds, and the request does not tell which. */
const operation = 'generate_content';
const model = 'meta/meta-llama-3-8b-instruct';
const version = 'a'.repeat(64);
const input = { prompt: 'How is the weather?' };

async function client(c, options) {
  const loaded = await c.load('replicate');
  const Replicate = loaded.default ?? loaded;
  return new Replicate({ auth: c.key, baseUrl: `${c.url}/v1`, ...options });
}

const predict = async (c, fields, options) =>
  (await client(c, options)).predictions.create({ model, input, ...fields });

/** The client tries six times when no answer comes; an aborted signal stops the later ones before they are sent. */
const attempts = error => Array.from({ length: 6 }, () => error);

const refusals = {
  'wrong-key': [model, '401', { auth: 'wrong' }],
  'not-found': ['mock/mock-404', '404'],
  'server-error': ['mock/mock-500', '500'],
  'bad-gateway': ['mock/mock-502', '502'],
};

export const scenarios = [
  {
    name: 'run',
    operation,
    run: async c => (await client(c)).run(model, { input }),
  },
  {
    name: 'run-version',
    operation,
    run: async c => (await client(c)).run(`${model}:${version}`, { input }),
  },
  { name: 'prediction', operation, run: c => predict(c) },
  {
    name: 'prediction-of-deployment',
    operation,
    run: async c =>
      (await client(c)).deployments.predictions.create('acme', 'llama', {
        input,
      }),
  },
  {
    name: 'not-inference',
    silent: true,
    run: async c => (await client(c)).predictions.get('abc'),
  },
  ...Object.entries(refusals).map(([name, [asked, error, options]]) => ({
    name,
    operation,
    errors: [error],
    model: asked,
    run: c => predict(c, { model: asked }, options),
  })),
  {
    name: 'aborted',
    operation,
    errors: attempts('aborted'),
    unsent: 5,
    model: 'mock/mock-hang',
    run: c => predict(c, { model: 'mock/mock-hang', signal: abortIn(120) }),
  },
  ...Object.entries(deadlines).map(([name, signal]) => ({
    name,
    operation,
    errors: attempts('timeout'),
    unsent: 5,
    model: 'mock/mock-hang',
    run: c => predict(c, { model: 'mock/mock-hang', signal: signal(120) }),
  })),
  {
    name: 'refused',
    operation,
    errors: attempts('ECONNREFUSED'),
    unsent: 6,
    run: c => predict(c, {}, { baseUrl: 'http://127.0.0.1:65301/v1' }),
  },
  {
    name: 'dropped-before-head',
    operation,
    errors: attempts('connection'),
    model: 'mock/mock-reset',
    run: c => predict(c, { model: 'mock/mock-reset' }),
  },
];
