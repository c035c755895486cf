// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves } from '../observe-app.ts';

const run = { app: 'app.cjs', flags: ['--require', REGISTER] };

describe('OTEL_LOG_LEVEL', function () {
  this.timeout(120_000);

  itObserves(
    'lets the SDK speak, on standard error only',
    {
      ...run,
      env: { OTEL_LOG_LEVEL: 'debug' },
    },
    ({ stdout, stderr }) => {
      assert.equal(stdout, 'Hello.\n');
      assert.match(
        stderr,
        /^opentelemetry-instrumentation-genai: .*Registered a global for trace/m
      );
    }
  );

  itObserves(
    'says with info what was started, and where it is',
    {
      ...run,
      otlp: false,
      env: { OTEL_LOG_LEVEL: 'info', OTEL_EXPORTER_PROMETHEUS_PORT: '19464' },
    },
    ({ stderr }) => {
      assert.match(
        stderr,
        /^opentelemetry-instrumentation-genai: started; metrics: prometheus; traces: none; logs: none; metrics endpoint: http:\/\/127\.0\.0\.1:19464\/metrics$/m
      );
    }
  );

  itObserves(
    'silences warnings with none',
    {
      ...run,
      otlp: false,
      env: {
        OTEL_LOG_LEVEL: 'none',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      },
    },
    ({ stderr }) => {
      assert.equal(stderr, '');
    }
  );

  itObserves(
    'leaves a logger alone that the application has set',
    {
      ...run,
      app: 'own-logger.cjs',
      otlp: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
    },
    ({ stdout, stderr }) => {
      assert.match(stdout, /^own logger: .*could not be sent within 3 s$/m);
      assert.equal(stderr, '');
    }
  );
});
