// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../support/run-app.ts';
import { observeApp, ONE_CALL, ONE_CALL_MEASURED } from './observe-app.ts';

describe('register', function () {
  this.timeout(30_000);

  for (const flag of ['--require', '--import']) {
    for (const app of ['app.cjs', 'app.mjs']) {
      it(`gives spans and metrics to ${app} by ${flag}`, async () => {
        const { code, stdout, stderr, tree, spans, measured, llm } =
          await observeApp({ app, flags: [flag, REGISTER] });

        assert.deepEqual(
          { code, stdout, stderr },
          { code: 0, stdout: 'Hello.\n', stderr: '' }
        );
        assert.deepEqual(tree, ONE_CALL);
        assert.deepEqual(measured, ONE_CALL_MEASURED);
        const http = spans.find(span => span.name === 'POST');
        assert.deepEqual(
          llm.requests.map(({ headers }) => headers['traceparent']),
          [`00-${http?.traceId}-${http?.spanId}-01`]
        );
      });
    }
  }

  for (const client of ['undici', 'http', 'openai']) {
    it(`sees a call by ${client} that is the first act of the application`, async () => {
      const { stdout, tree, measured } = await observeApp({
        app: 'app.cjs',
        flags: ['--require', REGISTER],
        env: { CLIENT: client },
      });
      assert.equal(stdout, 'Hello.\n');
      assert.deepEqual(tree, ONE_CALL);
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    });
  }

  it('sees node:http when it was imported by name', async () => {
    const { tree } = await observeApp({
      app: 'named-imports.mjs',
      flags: ['--import', REGISTER],
    });
    assert.deepEqual(tree, ONE_CALL);
  });

  for (const app of ['api-root.cjs', 'api-root.mjs']) {
    it(`records the spans that ${app} makes by the API alone, from the first on`, async () => {
      const { tree } = await observeApp({
        app,
        flags: [app.endsWith('.mjs') ? '--import' : '--require', REGISTER],
      });
      assert.deepEqual(tree, ['root', '  chat gpt-4o', '    POST']);
    });
  }

  it('makes the call a child of the request that the application serves', async () => {
    const { tree } = await observeApp({
      app: 'server.cjs',
      flags: ['--require', REGISTER],
    });
    assert.deepEqual(tree, [
      'GET',
      '  GET',
      '    chat gpt-4o',
      '      POST',
    ]);
  });

  it('keeps traceparent on the wire, and quiet, when nothing is to be exported', async () => {
    const { stderr, llm, collector } = await observeApp({
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      otlp: false,
    });
    assert.equal(stderr, '');
    assert.match(
      String(llm.requests[0]?.headers['traceparent']),
      /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/
    );
    assert.deepEqual(collector.requests, []);
  });

  it('leaves worker threads alone', async () => {
    const { stdout, tree } = await observeApp({
      app: 'worker.cjs',
      flags: ['--require', REGISTER],
    });
    assert.equal(stdout, 'worker: Hello.\n');
    assert.deepEqual(tree, []);
  });

  it('leaves the environment as it was', async () => {
    const { stdout } = await observeApp({
      app: 'environment.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_LOG_LEVEL: 'error' },
    });
    const [before, after] = stdout.trim().split('\n');
    assert.equal(after, before);
    assert.match(before ?? '', /OTEL_LOG_LEVEL":"error"/);
  });

  it('starts the application when an option of ours is wrong, and says so', async () => {
    const { code, stdout, stderr } = await observeApp({
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_INSTRUMENTATION_GENAI_PROVIDERS: 'not a list' },
    });
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'Hello.\n' });
    assert.match(
      stderr,
      /^opentelemetry-instrumentation-genai: not started: .*OTEL_INSTRUMENTATION_GENAI_PROVIDERS.*\n$/
    );
  });
});
