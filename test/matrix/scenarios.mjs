// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The ways in which an application comes to be seen, each with every client. What must come of each is the same: the
// call between the span of the application and the HTTP span, its measurements, and traceparent on the wire.
import { join } from 'node:path';

const REGISTER = 'opentelemetry-instrumentation-genai/register';
const CLIENTS = ['fetch', 'undici', 'http', 'openai'];

/**
 * @param folder An installation of the application.
 * @param other A copy of it, as an image of a fleet or an operator has beside the application.
 * @returns rows of { name, client, run }.
 */
export function scenarios(folder, other) {
  const app = name => join(folder, 'apps', name);
  const otherRegister = join(
    other,
    'node_modules/opentelemetry-instrumentation-genai/dist/cjs/register.js'
  );
  const otherSdk = join(other, 'apps/sdk.cjs');
  const ways = [
    {
      name: 'register, --require, CommonJS',
      app: 'api-root.cjs',
      flags: ['--require', REGISTER],
    },
    {
      name: 'register, --import, ES module',
      app: 'api-root.mjs',
      flags: ['--import', REGISTER],
    },
    ...['first', 'last'].flatMap(place => [
      {
        name: `setup in code, ours ${place}, CommonJS`,
        app: 'own-setup.cjs',
        env: { GENAI: place },
      },
      {
        name: `setup in code, ours ${place}, ES module`,
        app: 'own-setup.mjs',
        env: { GENAI: place },
      },
    ]),
    {
      name: 'register, then a setup in code, CommonJS',
      app: 'own-setup.cjs',
      flags: ['--require', REGISTER],
    },
    {
      name: 'register, then a setup in code, ES module',
      app: 'own-setup.mjs',
      flags: ['--import', REGISTER],
    },
    {
      name: 'another --require, then register',
      app: 'api-root.cjs',
      flags: ['--require', app('sdk.cjs'), '--require', REGISTER],
    },
    {
      name: 'register, then another --require',
      app: 'api-root.cjs',
      flags: ['--require', REGISTER, '--require', app('sdk.cjs')],
    },
    {
      name: 'register of another folder, then a setup in code',
      app: 'own-setup.cjs',
      flags: ['--require', otherRegister],
    },
    {
      name: 'register of another folder, spans by the API alone',
      app: 'early-tracer.cjs',
      flags: ['--require', otherRegister],
    },
    {
      name: 'register, then a --require of another folder',
      app: 'api-root.cjs',
      flags: ['--require', REGISTER, '--require', otherSdk],
    },
    {
      name: 'a --require of another folder, then register',
      app: 'api-root.cjs',
      flags: ['--require', otherSdk, '--require', REGISTER],
    },
  ];
  return ways.flatMap(way =>
    CLIENTS.map(client => ({
      name: way.name,
      client,
      run: {
        app: app(way.app),
        cwd: folder,
        flags: way.flags ?? [],
        // SDK 2.0 has no metrics exporter unless it is asked for.
        env: { CLIENT: client, OTEL_METRICS_EXPORTER: 'otlp', ...way.env },
      },
    }))
  );
}

/** What is wrong with what came of it, or undefined. */
export function wrongWith(seen) {
  const { code, stdout, stderr, tree, measured, spans, llm } = seen;
  const http = spans.find(span => span.name === 'POST');
  const expected = {
    code: 0,
    stdout: 'Hello.\n',
    stderr: '',
    tree: ['root', '  chat gpt-4o', '    POST'],
    measured: {
      'gen_ai.client.operation.duration': 1,
      'gen_ai.client.token.usage': 2,
    },
    traceparents: [`00-${http?.traceId}-${http?.spanId}-01`],
  };
  const actual = {
    code,
    stdout,
    stderr,
    tree,
    measured,
    traceparents: llm.requests.map(({ headers }) => headers.traceparent),
  };
  const wrong = Object.keys(expected).filter(
    key => JSON.stringify(actual[key]) !== JSON.stringify(expected[key])
  );
  return wrong.length === 0
    ? undefined
    : wrong.map(key => `${key}: ${JSON.stringify(actual[key])}`).join('\n    ');
}
