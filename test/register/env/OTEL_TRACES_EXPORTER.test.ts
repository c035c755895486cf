// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves, ONE_CALL } from '../observe-app.ts';

const flags = ['--require', REGISTER];

describe('OTEL_TRACES_EXPORTER', function () {
  this.timeout(120_000);

  itObserves(
    'sends spans when it is not set and an endpoint is',
    { app: 'app.cjs', flags },
    ({ tree }) => {
      assert.deepEqual(tree, ONE_CALL);
    }
  );

  itObserves(
    'prints spans on console, which the user asked for',
    {
      app: 'app.cjs',
      flags,
      env: { OTEL_TRACES_EXPORTER: 'console' },
    },
    ({ stdout, tree }) => {
      assert.match(stdout, /name: 'chat gpt-4o'/);
      assert.deepEqual(tree, []);
    }
  );

  itObserves(
    'takes a list',
    {
      app: 'app.cjs',
      flags,
      env: { OTEL_TRACES_EXPORTER: 'console,otlp' },
    },
    ({ stdout, tree }) => {
      assert.match(stdout, /name: 'chat gpt-4o'/);
      assert.deepEqual(tree, ONE_CALL);
    }
  );

  itObserves(
    'makes no spans at all on none, and the metrics stay',
    {
      app: 'app.cjs',
      flags,
      env: { OTEL_TRACES_EXPORTER: 'none' },
    },
    ({ stdout, stderr, tree, measured, llm }) => {
      assert.deepEqual({ stdout, stderr }, { stdout: 'Hello.\n', stderr: '' });
      assert.deepEqual(tree, []);
      assert.equal(measured['gen_ai.client.operation.duration'], 1);
      assert.equal(llm.requests[0]?.headers['traceparent'], undefined);
    }
  );
});
