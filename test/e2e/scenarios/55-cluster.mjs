// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { startBack } from '../back.mjs';
import { startCollector } from '../servers/collector.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { scraping, startPrometheus } from '../servers/prometheus.mjs';

export const title = 'Loss: the workers of a cluster, on one port';
export const needs = ['collector', 'jaeger', 'prometheus'];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const alone = await startBack(test, { app: 'cluster-back.cjs', env: {} });
  await alone.said('^(listening on \\d+\\n){3}');
  await alone.ask(6);
  assert.deepEqual(await alone.ended('SIGTERM'), { code: 0, signal: null });
  assert.equal(
    alone.stderr(),
    'opentelemetry-instrumentation-genai: workers of a cluster share a port and cannot be scraped; their metrics need OTEL_EXPORTER_OTLP_ENDPOINT\n'
  );
  test.step(
    'without an endpoint they answer, and one says for all what is lost'
  );

  const { grpcPort } = await startJaeger(test);
  const collector = await startCollector(test, { jaegerPort: grpcPort });
  const prometheus = await startPrometheus(test, {
    config: scraping(`127.0.0.1:${collector.ports.page}`),
  });
  const sending = await startBack(test, {
    app: 'cluster-back.cjs',
    env: {
      OTEL_SERVICE_NAME: 'cluster',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpHttp,
    },
  });
  await sending.said('^(listening on \\d+\\n){3}');
  await sending.ask(12);
  assert.deepEqual(await sending.ended('SIGTERM'), { code: 0, signal: null });
  assert.equal(sending.stderr(), '');
  const calls = 'gen_ai_client_operation_duration_seconds_count{job="cluster"}';
  await prometheus.expect(`sum(${calls})`, [12]);
  await prometheus.expect(`count(count by (instance) (${calls}))`, [3]);
  test.step('with one, every call of the three is counted, each worker apart');
}
