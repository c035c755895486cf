// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../support/run-app.ts';
import { itObserves, ONE_CALL, ONE_CALL_MEASURED } from './observe-app.ts';

describe('register', function () {
  this.timeout(120_000);

  for (const flag of ['--require', '--import']) {
    for (const app of ['app.cjs', 'app.mjs']) {
      itObserves(
        `gives spans and metrics to ${app} by ${flag}`,
        { app, flags: [flag, REGISTER] },
        ({ code, stdout, stderr, tree, spans, measured, llm }) => {
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
        }
      );
    }
  }

  for (const client of ['undici', 'http', 'openai']) {
    itObserves(
      `sees a call by ${client} that is the first act of the application`,
      {
        app: 'app.cjs',
        flags: ['--require', REGISTER],
        env: { CLIENT: client },
      },
      ({ stdout, tree, measured }) => {
        assert.equal(stdout, 'Hello.\n');
        assert.deepEqual(tree, ONE_CALL);
        assert.deepEqual(measured, ONE_CALL_MEASURED);
      }
    );
  }

  itObserves(
    'sees node:http when it was imported by name',
    {
      app: 'named-imports.mjs',
      flags: ['--import', REGISTER],
    },
    ({ tree }) => {
      assert.deepEqual(tree, ONE_CALL);
    }
  );

  for (const app of ['api-root.cjs', 'api-root.mjs']) {
    itObserves(
      `records the spans that ${app} makes by the API alone, from the first on`,
      {
        app,
        flags: [app.endsWith('.mjs') ? '--import' : '--require', REGISTER],
      },
      ({ tree }) => {
        assert.deepEqual(tree, ['root', '  chat gpt-4o', '    POST']);
      }
    );
  }

  itObserves(
    'makes the call a child of the request that the application serves',
    {
      app: 'server.cjs',
      flags: ['--require', REGISTER],
    },
    ({ tree }) => {
      assert.deepEqual(tree, ['GET', '  GET', '    chat gpt-4o', '      POST']);
    }
  );

  itObserves(
    'keeps traceparent on the wire, and quiet, when nothing is to be exported',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      otlp: false,
    },
    ({ stderr, llm, collector }) => {
      assert.equal(stderr, '');
      assert.match(
        String(llm.requests[0]?.headers['traceparent']),
        /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/
      );
      assert.deepEqual(collector.requests, []);
    }
  );

  itObserves(
    'is quiet about what others say of spans that have ended',
    { app: 'ended-span.cjs', flags: ['--require', REGISTER] },
    ({ stdout, stderr }) => {
      assert.deepEqual({ stdout, stderr }, { stdout: 'Hello.\n', stderr: '' });
    }
  );

  itObserves(
    'leaves the environment as it was',
    {
      app: 'environment.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_LOG_LEVEL: 'error' },
    },
    ({ stdout }) => {
      const [before, after] = stdout.trim().split('\n');
      assert.equal(after, before);
      assert.match(before ?? '', /OTEL_LOG_LEVEL":"error"/);
    }
  );

  itObserves(
    'says that a variable with a slip in its name is not known',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_INSTRUMENTATION_GENAI_CAPTURE_CONTENT: 'true' },
    },
    ({ stderr, measured }) => {
      assert.match(
        stderr,
        /^opentelemetry-instrumentation-genai: OTEL_INSTRUMENTATION_GENAI_CAPTURE_CONTENT: not known here; known: .*OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT.*\n$/
      );
      assert.ok(measured);
    }
  );

  itObserves(
    'reports a provider whose name is nearly one of the table, and does what was asked for',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_INSTRUMENTATION_GENAI_PROVIDERS: 'llm.example=openia' },
    },
    ({ code, stderr, tree }) => {
      assert.deepEqual(
        { code, stderr },
        {
          code: 0,
          stderr:
            'opentelemetry-instrumentation-genai: OTEL_INSTRUMENTATION_GENAI_PROVIDERS: provider openia is in no table; did you mean "openai"?\n',
        }
      );
      assert.deepEqual(tree, ONE_CALL);
    }
  );

  itObserves(
    'works without an option that is wrong, and says so in one line',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_INSTRUMENTATION_GENAI_PROVIDERS: 'not a list' },
    },
    ({ code, stdout, stderr, measured }) => {
      assert.deepEqual({ code, stdout }, { code: 0, stdout: 'Hello.\n' });
      assert.match(
        stderr,
        /^opentelemetry-instrumentation-genai: OTEL_INSTRUMENTATION_GENAI_PROVIDERS: .*\n$/
      );
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    }
  );
});
