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
  for (const name of Object.keys(services)) {
    await until(`two calls of ${name}`, async () => {
      return (await chatTimes(jaeger, name)).length === 2;
    });
  }
  await collector.kill();
  await askAll(3);
  for (const back of Object.values(services)) {
    await until('it is said', () => back.stderr() !== '');
  }
  test.step('killed: the services answer, and say that they cannot send');

  await startCollector(test, { jaegerPort, ports: collector.ports });
  const again = Date.now() * 1000;
  await askAll(1);
  await expectAll(series => `sum(${series})`, 6);
  await expectAll(series => `sum(resets(${series}[5m]))`, 0);
  test.step('back again: the counters have every call, and no reset');

  for (const [name, back] of Object.entries(services)) {
    // A connection by gRPC that was refused is not tried again at once.
    await until(`a call of ${name} from afterwards`, async () => {
      await back.ask(1);
      return (await chatTimes(jaeger, name)).some(start => start > again);
    });
    await back.ended('SIGTERM');
    assert.match(back.stderr(), /^.* telemetry could not be sent: .*\n$/);
  }
  test.step('Jaeger has spans from before and after; it was said once');
}

/** When the GenAI spans of a service began, in microseconds. */
async function chatTimes(jaeger, service) {
  return (await jaeger.spans(service))
    .filter(({ name }) => name.startsWith('chat'))
    .map(({ startMicros }) => startMicros);
}
