// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { freePort, REGISTER } from '../../support/run-app.ts';
import { observeApp, ONE_CALL, ONE_CALL_MEASURED } from '../observe-app.ts';

const flags = ['--require', REGISTER];
const app = 'scrape-self.cjs';
const COUNT =
  /^gen_ai_client_operation_duration_count\{[^}]*gen_ai_request_model="gpt-4o"[^}]*\} 1$/m;

describe('OTEL_METRICS_EXPORTER', function () {
  this.timeout(30_000);

  it('serves metrics to Prometheus when it is not set, with our boundaries', async () => {
    const port = String(await freePort());
    const { stdout, stderr } = await observeApp({
      app,
      flags,
      otlp: false,
      env: { OTEL_EXPORTER_PROMETHEUS_PORT: port, SCRAPE_PORT: port },
    });
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
  });

  it('makes no spans of the scrapes', async () => {
    const port = String(await freePort());
    const { tree } = await observeApp({
      app,
      flags,
      env: { OTEL_EXPORTER_PROMETHEUS_PORT: port, SCRAPE_PORT: port },
    });
    // The scrape that the application makes itself is a GET of its own; that the server saw it is not there.
    assert.deepEqual(tree, [...ONE_CALL, 'GET']);
  });

  it('serves and pushes when it is not set and an endpoint is', async () => {
    const port = String(await freePort());
    const { stdout, measured } = await observeApp({
      app,
      flags,
      env: { OTEL_EXPORTER_PROMETHEUS_PORT: port, SCRAPE_PORT: port },
    });
    assert.match(stdout, COUNT);
    assert.deepEqual(measured, ONE_CALL_MEASURED);
  });

  it('only pushes on otlp', async () => {
    const port = String(await freePort());
    const { stdout, measured } = await observeApp({
      app,
      flags,
      env: {
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
        SCRAPE_PORT: port,
      },
    });
    assert.equal(stdout, 'no metrics: ECONNREFUSED\n');
    assert.deepEqual(measured, ONE_CALL_MEASURED);
  });

  it('does neither on none, and the spans stay', async () => {
    const port = String(await freePort());
    const { stdout, measured, tree } = await observeApp({
      app,
      flags,
      env: {
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
        SCRAPE_PORT: port,
      },
    });
    assert.equal(stdout, 'no metrics: ECONNREFUSED\n');
    assert.deepEqual(measured, {});
    assert.deepEqual(tree, [...ONE_CALL, 'GET']);
  });

  it('takes a list', async () => {
    const port = String(await freePort());
    const { stdout, measured } = await observeApp({
      app,
      flags,
      env: {
        OTEL_METRICS_EXPORTER: 'prometheus,otlp',
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
        SCRAPE_PORT: port,
      },
    });
    assert.match(stdout, COUNT);
    assert.deepEqual(measured, ONE_CALL_MEASURED);
  });
});
