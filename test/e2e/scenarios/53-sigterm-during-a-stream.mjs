// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { startApp } from '../app.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { startModel } from '../servers/model.mjs';
import { until } from '../until.mjs';

export const title = 'Loss: SIGTERM during a stream';
export const needs = ['jaeger'];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const jaeger = await startJaeger(test);
  const model = await startModel(test);
  const begin = async (service, env) => {
    const app = await startApp(test, {
      app: 'long-stream.cjs',
      env: {
        LLM_URL: model.url,
        OTEL_SERVICE_NAME: service,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpHttp,
        ...env,
      },
    });
    await app.said('^begun$');
    return app;
  };
  const chatOf = service =>
    until(`a span of ${service}`, async () =>
      (await jaeger.spans(service)).find(({ name }) => name.startsWith('chat'))
    );

  const cut = await begin('cut', {});
  assert.deepEqual(await cut.ended('SIGTERM'), {
    code: null,
    signal: 'SIGTERM',
  });
  assert.equal(cut.stderr(), '');
  const { attributes } = await chatOf('cut');
  assert.equal(attributes['error.type'], 'aborted');
  assert.ok(attributes['gen_ai.response.time_to_first_chunk'] > 0);
  test.step(
    'the process ends by the signal; its span is in Jaeger, as aborted'
  );

  const graceful = await begin('graceful', { GRACEFUL: 'true' });
  assert.deepEqual(await graceful.ended('SIGTERM'), { code: 0, signal: null });
  assert.match(graceful.stdout(), /^begun\nclosing\nread\n$/);
  const whole = (await chatOf('graceful')).attributes;
  assert.equal(whole['error.type'], undefined);
  assert.ok(whole['gen_ai.usage.output_tokens'] > 0);
  test.step('where the application reads on to the end, so does its span');
}
