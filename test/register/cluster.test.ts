// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../support/run-app.ts';
import { itObserves, ONE_CALL, ONE_CALL_MEASURED } from './observe-app.ts';

const run = { app: 'cluster.cjs', flags: ['--require', REGISTER] };

describe('a worker of a cluster', function () {
  this.timeout(120_000);

  itObserves(
    'serves no metrics, and one says it for all',
    { ...run, otlp: false, env: { WORKERS: '3' } },
    ({ code, stdout, stderr }) => {
      assert.deepEqual(
        { code, stdout, stderr },
        {
          code: 0,
          stdout: 'Hello.\n'.repeat(3),
          stderr:
            'opentelemetry-instrumentation-genai: workers of a cluster share a port and cannot be scraped; their metrics need OTEL_EXPORTER_OTLP_ENDPOINT\n',
        }
      );
    }
  );

  itObserves(
    'sends its spans and metrics to an endpoint',
    run,
    ({ code, stderr, tree, measured }) => {
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.deepEqual(tree, ONE_CALL);
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    }
  );
});
