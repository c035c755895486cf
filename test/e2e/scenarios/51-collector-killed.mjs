// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { startBack } from '../back.mjs';
import { startCollector } from '../servers/collector.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { scraping, startPrometheus } from '../servers/prometheus.mjs';
import { until } from '../until.mjs';

export const title = 'Loss: the Collector is killed, and comes again';
export const needs = ['collector', 'jaeger', 'prometheus'];

const metric = 'gen_ai_client_operation_duration_seconds_count';

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const jaeger = await startJaeger(test);
  const jaegerPort = jaeger.grpcPort;
  const collector = await startCollector(test, { jaegerPort });
  const prometheus = await startPrometheus(test, {
    config: scraping(`127.0.0.1:${collector.ports.page}`),
  });
  const services = {};
  for (const [name, protocol, endpoint] of [
    ['by-http', 'http/protobuf', collector.otlpHttp],
    ['by-grpc', 'grpc', collector.otlpGrpc],
  ]) {
    services[name] = await startBack(test, {
      env: {
        OTEL_SERVICE_NAME: name,
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      },
    });
  }
  const askAll = async times => {
    for (const back of Object.values(services)) await back.ask(times);
  };
  const expectAll = async (expression, value) => {
    for (const name of Object.keys(services)) {
      const series = `${metric}{job="${name}"}`;
      await prometheus.expect(expression(series), [value]);
    }
  };

  await askAll(2);
  await expectAll(series => `sum(${series})`, 2);
  const before = await chatsIn(jaeger, services, 2);
  await collector.kill();
  await askAll(3);
  for (const back of Object.values(services)) {
    await until('it is said', () => back.stderr() !== '');
  }
  test.step('killed: the services answer, and say that they cannot send');

  await startCollector(test, { jaegerPort, ports: collector.ports });
  await askAll(1);
  await expectAll(series => `sum(${series})`, 6);
  await expectAll(series => `sum(resets(${series}[5m]))`, 0);
  test.step('back again: the counters have every call, and no reset');

  await askAll(1);
  for (const back of Object.values(services)) {
    await back.ended('SIGTERM');
    assert.match(back.stderr(), /^.* telemetry could not be sent: .*\n$/);
  }
  // Those of the meantime may be there or not; the last one must, for its metrics were taken before.
  const after = await chatsIn(jaeger, services, 3);
  for (const [name, ids] of Object.entries(before)) {
    assert.ok(ids.every(id => after[name].includes(id)));
    assert.ok(after[name].length <= 7);
  }
  test.step('Jaeger has the spans from before and after; it was said once');
}

/** Ids of the GenAI spans of each service, once they are so many. */
async function chatsIn(jaeger, services, least) {
  const chats = {};
  for (const name of Object.keys(services)) {
    chats[name] = await until(`${least} calls of ${name}`, async () => {
      const spans = await jaeger.spans(name);
      const ids = spans
        .filter(span => span.name.startsWith('chat'))
        .map(({ spanId }) => spanId);
      return ids.length >= least && ids;
    });
  }
  return chats;
}
