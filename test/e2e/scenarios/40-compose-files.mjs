// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { drawTrees } from '../../support/collector.ts';
import { freePort } from '../../support/run-app.ts';
import { startBack } from '../back.mjs';
import { root } from '../install.mjs';
import { findProgram } from '../programs.mjs';
import { startCollector } from '../servers/collector.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { startModel } from '../servers/model.mjs';
import { startPrometheus } from '../servers/prometheus.mjs';
import { rewriteAddresses } from '../servers/rewrite-addresses.mjs';
import { until } from '../until.mjs';

export const title =
  'The files of docker-compose.otel.yml, with the programs of their images';
export const needs = ['collector', 'jaeger', 'prometheus'];

const targets = join(root, 'examples', 'otel', 'targets');
const prometheusFile = join(root, 'examples', 'otel', 'prometheus.yml');

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  checkCompose(test);
  checkConfig(test);

  const model = await startModel(test);
  const jaeger = await startJaeger(test);
  const collector = await startCollector(test, { jaegerPort: jaeger.grpcPort });
  test.step('collector.yaml: the Collector starts and is healthy');
  const page = await freePort();
  // The example file, as its comment says to copy it, with the port of this run.
  mkdirSync(test.path('targets'));
  writeFileSync(
    test.path('targets/host.yml'),
    rewriteAddresses(readFileSync(`${targets}/host.yml.example`, 'utf8'), {
      'host.docker.internal:9464': page,
    })
  );
  const prometheus = await startPrometheus(test, {
    config: parse(
      rewriteAddresses(readFileSync(prometheusFile, 'utf8'), {
        'collector:8889': collector.ports.page,
        'alertmanager:9093': await freePort(),
      }).replace('/etc/prometheus/targets', test.path('targets'))
    ),
  });

  const services = await startServices(test, { model, collector, page });
  for (const service of services) {
    await service.ask(2);
    await service.ask(1, '/?stream=true');
    await service.ask(1, '/?model=mock-429', 502);
  }
  await checkOwnPage(test, prometheus);
  for (const service of services) {
    await service.ended('SIGTERM');
    assert.equal(service.stderr(), '');
  }
  await checkSent(test, prometheus);
  await checkCollectorPage(test, collector);
  await checkTraces(test, jaeger);
}

/** As `docker compose config` does, by the library that it reads files with. */
function checkCompose(test) {
  const what = 'docker-compose.otel.yml';
  const { command, missing } = findProgram('compose');
  if (missing) return test.skip(`${what}: ${missing}`);
  const json = execFileSync(command, [join(root, what)], { encoding: 'utf8' });
  const services = Object.entries(JSON.parse(json).services);
  for (const [name, { image, ports = [], volumes = [] }] of services) {
    assert.match(image, /:v?\d+\.\d+\.\d+(-[a-z-]+)?$/, `${name}: ${image}`);
    for (const port of ports) assert.equal(port.host_ip, '127.0.0.1', name);
    for (const { source } of volumes) assert.ok(existsSync(source), source);
  }
  test.step(
    `${what} is valid: ${services.length} services, versions pinned, ports on loopback, files there`
  );
}

function checkConfig(test) {
  const what = 'prometheus.yml: promtool check config';
  const { command, missing } = findProgram('promtool');
  if (missing) return test.skip(`${what}: ${missing}`);
  const { status, stdout, stderr } = spawnSync(
    command,
    ['check', 'config', prometheusFile],
    { encoding: 'utf8' }
  );
  assert.equal(status, 0, stdout + stderr);
  test.step(what);
}

/** Two services, one for each protocol; the first serves a page of its own as well. */
async function startServices(test, { model, collector, page }) {
  return [
    await startBack(test, {
      model,
      env: {
        OTEL_SERVICE_NAME: 'by-http',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpHttp,
        OTEL_EXPORTER_PROMETHEUS_PORT: String(page),
      },
    }),
    await startBack(test, {
      model,
      env: {
        OTEL_SERVICE_NAME: 'by-grpc',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpGrpc,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_METRICS_EXPORTER: 'otlp',
      },
    }),
  ];
}

async function checkOwnPage(test, prometheus) {
  await prometheus.expect(
    'sum(gen_ai_client_operation_duration_count{job="host"})',
    [4]
  );
  test.step('prometheus.yml: the page of a process on the host, 4 calls');
}

async function checkSent(test, prometheus) {
  for (const job of ['by-http', 'by-grpc']) {
    const duration = 'gen_ai_client_operation_duration_seconds';
    const first = 'gen_ai_client_operation_time_to_first_chunk_seconds';
    const expected = {
      [`sum(${duration}_count{job="${job}"})`]: [4],
      [`sum(${duration}_bucket{job="${job}",le="+Inf"})`]: [4],
      // The boundaries of the convention, and +Inf.
      [`count(count by (le) (${duration}_bucket{job="${job}"}))`]: [15],
      [`sum(${duration}_count{job="${job}",error_type="rate_limit_exceeded"})`]:
        [1],
      [`sum(${first}_count{job="${job}"})`]: [1],
      // Input and output of three answers.
      [`sum(gen_ai_client_token_usage_count{job="${job}"})`]: [6],
      [`count(count by (instance) (${duration}_count{job="${job}"}))`]: [1],
    };
    for (const [expression, values] of Object.entries(expected)) {
      await prometheus.expect(expression, values);
    }
    test.step(
      `${job}: OTLP, Collector, Prometheus: calls, errors, first chunks and tokens are as many as there were`
    );
  }
}

async function checkCollectorPage(test, collector) {
  const what = "promtool check metrics of the Collector's page";
  const { command, missing } = findProgram('promtool');
  if (missing) return test.skip(`${what}: ${missing}`);
  const input = await (await fetch(collector.page)).text();
  const { status, stdout, stderr } = spawnSync(command, ['check', 'metrics'], {
    input,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  test.step(what);
}

async function checkTraces(test, jaeger) {
  for (const service of ['by-http', 'by-grpc']) {
    const spans = await until('every span has come', async () => {
      const found = await jaeger.spans(service);
      return found.length === 12 && found;
    });
    assert.deepEqual(
      drawTrees(spans)
        .filter(line => line.includes('chat'))
        .sort(),
      ['gpt-4o', 'gpt-4o', 'gpt-4o', 'mock-429'].map(name => `  chat ${name}`)
    );
  }
  test.step('collector.yaml: every span went on to Jaeger');
}
