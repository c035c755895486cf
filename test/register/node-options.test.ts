// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../support/run-app.ts';
import { itObserves } from './observe-app.ts';

/** What stands there reaches every process that is started below the first. */
const NODE_OPTIONS = `--require ${REGISTER}`;

describe('register in NODE_OPTIONS', function () {
  this.timeout(120_000);

  itObserves(
    'leaves the port to the application that another process has started',
    {
      app: 'launcher.cjs',
      otlp: false,
      env: { NODE_OPTIONS, APP: 'scrape-later.cjs' },
    },
    ({ code, stdout, stderr }) => {
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.match(stdout, /^gen_ai_client_operation_duration_count\{.* 1$/m);
    }
  );

  itObserves(
    'says nothing of a port to a process that has nothing to show there',
    { app: 'idle-child.cjs', otlp: false, env: { NODE_OPTIONS } },
    ({ code, stdout, stderr }) => {
      assert.deepEqual(
        { code, stdout, stderr },
        { code: 0, stdout: 'Hello.\n', stderr: '' }
      );
    }
  );
});
