// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { startCollector } from '../../support/collector.ts';
import { REGISTER } from '../../support/run-app.ts';
import {
  itObserves,
  observeApp,
  ONE_CALL,
  ONE_CALL_MEASURED,
} from '../observe-app.ts';

const run = { app: 'app.cjs', flags: ['--require', REGISTER] };

describe('OTEL_EXPORTER_OTLP_ENDPOINT', function () {
  this.timeout(120_000);

  itObserves('receives traces and metrics', run, ({ tree, measured }) => {
    assert.deepEqual(tree, ONE_CALL);
    assert.deepEqual(measured, ONE_CALL_MEASURED);
  });

  it('receives protobuf when no protocol is chosen', async () => {
    const collector = await startCollector();
    await observeApp({
      ...run,
      otlp: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    });
    await collector.close();
    const names = {
      '/v1/traces': 'chat gpt-4o',
      '/v1/metrics': 'gen_ai.client.operation.duration',
    };
    for (const [path, name] of Object.entries(names)) {
      const request = collector.requests.find(sent => sent.path === path);
      assert.equal(request?.contentType, 'application/x-protobuf');
      assert.ok(request.body.includes(name), `${name} in ${path}`);
    }
  });

  for (const [variable, path, otherPath] of [
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', '/v1/traces', '/v1/metrics'],
    ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', '/v1/metrics', '/v1/traces'],
  ] as const) {
    it(`of one signal takes that signal alone: ${variable}`, async () => {
      const collector = await startCollector();
      const { stderr } = await observeApp({
        ...run,
        otlp: false,
        env: { [variable]: collector.url + path },
      });
      await collector.close();
      const paths = new Set(collector.requests.map(sent => sent.path));
      assert.deepEqual([...paths], [path], `nothing to ${otherPath}`);
      assert.equal(stderr, '');
    });
  }

  itObserves(
    'that is not there holds up the end for three seconds, and it is said',
    {
      ...run,
      otlp: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
    },
    ({ code, stdout, stderr }) => {
      assert.deepEqual({ code, stdout }, { code: 0, stdout: 'Hello.\n' });
      assert.deepEqual(stderr.trim().split('\n').sort(), [
        'opentelemetry-instrumentation-genai: telemetry could not be sent: connect ECONNREFUSED 127.0.0.1:9. Spans of the meantime may be lost; cumulative counters catch up.',
        'opentelemetry-instrumentation-genai: what was measured last could not be sent within 3 s',
      ]);
    }
  );
});
