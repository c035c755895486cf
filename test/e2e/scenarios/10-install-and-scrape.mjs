// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { drawTrees, startCollector } from '../../support/collector.ts';
import { startLlm } from '../../support/llm.ts';
import { freePort } from '../../support/run-app.ts';
import { startApp } from '../app.mjs';
import { install } from '../install.mjs';
import { findProgram } from '../programs.mjs';
import { scraping, startPrometheus } from '../servers/prometheus.mjs';

export const title = 'From the install line of the README to Prometheus';

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { packages } = await install();
  test.step(`installed: ${packages.join(' ')}`);

  const llm = await startLlm();
  test.use({ name: 'llm', stop: () => llm.close() });
  const collector = await startCollector();
  test.use({ name: 'collector', stop: () => collector.close() });
  const port = await freePort();
  const app = await startApp(test, {
    app: 'end.cjs',
    env: {
      END: 'wait',
      LLM_URL: llm.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
      OTEL_SERVICE_NAME: 'e2e',
    },
  });
  await app.said('^Hello\\.$');
  test.step('the application has called a model');

  await checkPage(test, port);
  await checkScrape(test, port);

  const { signal } = await app.ended('SIGTERM');
  assert.equal(signal, 'SIGTERM');
  assert.deepEqual(drawTrees(collector.spans()), ['chat gpt-4o', '  POST']);
  assert.deepEqual(
    collector.spans().map(({ resource }) => resource['service.name']),
    ['e2e', 'e2e']
  );
  assert.equal(app.stderr(), '');
  test.step('its spans came over OTLP, the last ones on SIGTERM');
}

async function checkPage(test, port) {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  assert.match(text, /^gen_ai_client_operation_duration_count\{.*\} 1$/m);
  test.step('/metrics has the call');

  const { command, missing } = findProgram('promtool');
  if (missing) return test.skip(`promtool check metrics: ${missing}`);
  const { status, stdout, stderr } = spawnSync(command, ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  test.step('promtool check metrics is content');
}

async function checkScrape(test, port) {
  const { missing } = findProgram('prometheus');
  if (missing) return test.skip(`a scrape by Prometheus: ${missing}`);
  const prometheus = await startPrometheus(test, {
    config: scraping(`127.0.0.1:${port}`),
  });
  const metric = 'gen_ai_client_operation_duration';
  await prometheus.expect(
    `${metric}_count{job="e2e",gen_ai_request_model="gpt-4o"}`,
    [1]
  );
  // Fourteen boundaries of the convention, and +Inf.
  await prometheus.expect(`count(${metric}_bucket{job="e2e"})`, [15]);
  await prometheus.stop();
  test.step('Prometheus has scraped it, every bucket');
}
