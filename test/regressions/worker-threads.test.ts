// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { itObserves, ONE_CALL } from '../register/observe-app.ts';
import { REGISTER } from '../support/run-app.ts';

const STDOUT = 'worker: Hello.\nworker: Hello.\n';
const NOTHING =
  'opentelemetry-instrumentation-genai: calls from worker threads are not on the page of the metrics and not traced. Set OTEL_EXPORTER_OTLP_ENDPOINT: then each thread sends its own.\n';

describe('register in worker threads', function () {
  this.timeout(120_000);

  for (const flag of ['--require', '--import']) {
    itObserves(
      `sends the calls of each by OTLP: ${flag}`,
      { app: 'workers.cjs', flags: [flag, REGISTER] },
      ({ code, stdout, stderr, tree, spans, measured }) => {
        assert.deepEqual([code, stdout, stderr], [0, STDOUT, '']);
        assert.deepEqual(tree, [...ONE_CALL, ...ONE_CALL]);
        const instances = spans.map(
          span => span.resource['service.instance.id']
        );
        assert.equal(new Set(instances).size, 2);
        assert.equal(measured['gen_ai.client.operation.duration'], 1);
      }
    );
  }

  itObserves(
    'leaves the port of the metrics to the main thread',
    {
      app: 'workers.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_METRICS_EXPORTER: 'prometheus' },
    },
    ({ code, stdout, stderr, tree }) => {
      assert.deepEqual([code, stdout, stderr], [0, STDOUT, '']);
      assert.deepEqual(tree, [...ONE_CALL, ...ONE_CALL]);
    }
  );

  itObserves(
    'says once for all of them that nothing is exported without an endpoint',
    { app: 'workers.cjs', flags: ['--require', REGISTER], otlp: false },
    ({ code, stdout, stderr }) => {
      assert.deepEqual([code, stdout, stderr], [0, STDOUT, NOTHING]);
    }
  );
});
