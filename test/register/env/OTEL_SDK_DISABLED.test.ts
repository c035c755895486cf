// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves } from '../observe-app.ts';

describe('OTEL_SDK_DISABLED', function () {
  this.timeout(120_000);

  itObserves(
    'leaves the process as if we were not there',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      env: { OTEL_SDK_DISABLED: 'true' },
    },
    ({ stdout, stderr, collector, llm }) => {
      assert.deepEqual({ stdout, stderr }, { stdout: 'Hello.\n', stderr: '' });
      assert.deepEqual(collector.requests, []);
      assert.equal(llm.requests[0]?.headers['traceparent'], undefined);
    }
  );
});
