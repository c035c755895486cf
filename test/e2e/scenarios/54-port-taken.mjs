// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { startCollector } from '../../support/collector.ts';
import { startBack } from '../back.mjs';
import { until } from '../until.mjs';

export const title = 'Loss: the port for metrics is taken';

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const collector = await startCollector();
  test.use({ name: 'collector', stop: () => collector.close() });
  const first = await startBack(test, { env: {} });
  await first.ask(1);
  const [, port] = first.page.split(':');
  const second = await startBack(test, {
    env: {
      OTEL_EXPORTER_PROMETHEUS_PORT: port,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    },
  });
  await second.ask(3);
  assert.deepEqual(await second.ended('SIGTERM'), {
    code: null,
    signal: 'SIGTERM',
  });
  assert.equal(
    second.stderr(),
    `opentelemetry-instrumentation-genai: port ${port} is in use, so metrics cannot be scraped from this process. Set OTEL_EXPORTER_PROMETHEUS_PORT.\n`
  );
  test.step(
    'the second process works, and says once that it cannot be scraped'
  );

  const sent = collector
    .metrics()
    .find(({ name }) => name === 'gen_ai.client.operation.duration');
  assert.equal(sent?.count, 3);
  assert.equal(
    collector.spans().filter(({ name }) => name === 'chat gpt-4o').length,
    3
  );
  test.step('what it sends by OTLP has every call');

  const page = await until('the page of the first', async () =>
    (await fetch(`http://${first.page}/metrics`)).text()
  );
  assert.match(page, /^gen_ai_client_operation_duration_count\{.*\} 1$/m);
  test.step('the page of the first process is as it was');
}
