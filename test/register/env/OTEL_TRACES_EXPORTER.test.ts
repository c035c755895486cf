// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { observeApp, ONE_CALL } from '../observe-app.ts';

const flags = ['--require', REGISTER];

describe('OTEL_TRACES_EXPORTER', function () {
  this.timeout(30_000);

  it('sends spans when it is not set and an endpoint is', async () => {
    const { tree } = await observeApp({ app: 'app.cjs', flags });
    assert.deepEqual(tree, ONE_CALL);
  });

  it('prints spans on console, which the user asked for', async () => {
    const { stdout, tree } = await observeApp({
      app: 'app.cjs',
      flags,
      env: { OTEL_TRACES_EXPORTER: 'console' },
    });
    assert.match(stdout, /name: 'chat gpt-4o'/);
    assert.deepEqual(tree, []);
  });

  it('takes a list', async () => {
    const { stdout, tree } = await observeApp({
      app: 'app.cjs',
      flags,
      env: { OTEL_TRACES_EXPORTER: 'console,otlp' },
    });
    assert.match(stdout, /name: 'chat gpt-4o'/);
    assert.deepEqual(tree, ONE_CALL);
  });

  it('makes no spans at all on none, and the metrics stay', async () => {
    const { stdout, tree, measured, llm } = await observeApp({
      app: 'app.cjs',
      flags,
      env: { OTEL_TRACES_EXPORTER: 'none' },
    });
    assert.equal(stdout, 'Hello.\n');
    assert.deepEqual(tree, []);
    assert.equal(measured['gen_ai.client.operation.duration'], 1);
    assert.equal(llm.requests[0]?.headers['traceparent'], undefined);
  });
});
