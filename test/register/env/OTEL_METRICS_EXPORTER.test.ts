// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves, ONE_CALL, ONE_CALL_MEASURED } from '../observe-app.ts';

const flags = ['--require', REGISTER];
const app = 'scrape-self.cjs';
const COUNT =
  /^gen_ai_client_operation_duration_count\{[^}]*gen_ai_request_model="gpt-4o"[^}]*\} 1$/m;

describe('OTEL_METRICS_EXPORTER', function () {
  this.timeout(120_000);

  itObserves(
    'serves metrics to Prometheus when it is not set, with our boundaries',
    {
      app,
      flags,
      otlp: false,
    },
    ({ stdout, stderr }) => {
      assert.equal(stderr, '');
      assert.match(stdout, COUNT);
      const bounds = [
        ...stdout.matchAll(
          /^gen_ai_client_operation_duration_bucket\{.*le="([^"]+)"/gm
        ),
      ].map(([, bound]) => bound);
      // The convention's: 0.01 doubled up to 81.92.
      assert.deepEqual(bounds, [
        ...Array.from({ length: 14 }, (_, power) =>
          String(Number((0.01 * 2 ** power).toFixed(2)))
        ),
        '+Inf',
      ]);
    }
  );

  itObserves(
    'makes no spans of the scrapes',
    {
      app,
      flags,
    },
    ({ tree }) => {
      // The scrape that the application makes itself is a GET of its own; that the server saw it is not there.
      assert.deepEqual(tree, [...ONE_CALL, 'GET']);
    }
  );

  itObserves(
    'serves and pushes when it is not set and an endpoint is',
    {
      app,
      flags,
    },
    ({ stdout, measured }) => {
      assert.match(stdout, COUNT);
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    }
  );

  itObserves(
    'only pushes on otlp',
    {
      app,
      flags,
      env: {
        OTEL_METRICS_EXPORTER: 'otlp',
      },
    },
    ({ stdout, measured }) => {
      assert.doesNotMatch(stdout, COUNT);
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    }
  );

  itObserves(
    'does neither on none, and the spans stay',
    {
      app,
      flags,
      env: {
        OTEL_METRICS_EXPORTER: 'none',
      },
    },
    ({ stdout, measured, tree }) => {
      assert.doesNotMatch(stdout, COUNT);
      assert.deepEqual(measured, {});
      assert.deepEqual(tree, [...ONE_CALL, 'GET']);
    }
  );

  itObserves(
    'takes a list',
    {
      app,
      flags,
      env: {
        OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      },
    },
    ({ stdout, measured }) => {
      assert.match(stdout, COUNT);
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    }
  );
});
