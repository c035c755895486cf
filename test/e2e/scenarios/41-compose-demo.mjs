// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'yaml';
import { root } from '../install.mjs';
import { startCollector } from '../servers/collector.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { scraping, startPrometheus } from '../servers/prometheus.mjs';
import { until } from '../until.mjs';

export const title = 'The demo of docker-compose.otel.yml, by its command';
export const needs = ['collector', 'jaeger', 'prometheus'];

const compose = parse(
  readFileSync(join(root, 'docker-compose.otel.yml'), 'utf8'),
  { merge: true }
);
const { command, environment, healthcheck } = compose.services.demo;

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const jaeger = await startJaeger(test);
  const collector = await startCollector(test, { jaegerPort: jaeger.grpcPort });
  const prometheus = await startPrometheus(test, {
    config: scraping(new URL(collector.page).host),
  });
  assert.deepEqual(environment, {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
  });

  const demo = startDemo(test, collector.otlpHttp);
  const page = await until('it says where its page is', () =>
    demo.said(/^metrics +(\S+)$/m)
  );
  await until('it is healthy', () => isHealthy(page));
  test.step(`${command.join(' ')} starts, and its health check passes`);

  await until('Jaeger has its calls', async () => {
    const spans = await jaeger.spans('genai-demo');
    return spans.some(({ name }) => /^chat /.test(name));
  });
  assert.match(demo.said(/^traces +(\S+)$/m), /\/search\?service=genai-demo$/);
  test.step('its calls are found in Jaeger, and it says where');

  const calls =
    'gen_ai_client_operation_duration_seconds_count{job="genai-demo"}';
  await until('Prometheus has its calls', async () => {
    const [sum] = await prometheus.query(`sum(${calls})`);
    return Number(sum?.value[1]) > 0;
  });
  test.step("its metrics come by the Collector, by the dashboards' names");

  assert.deepEqual(await demo.end(), [0, null]);
  test.step('SIGTERM, as Docker sends it, ends it');
}

function startDemo(test, otlp) {
  const [program, ...args] = command;
  assert.equal(program, 'node');
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: otlp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', chunk => (text += chunk));
  }
  const ended = new Promise(resolve =>
    child.on('exit', (...end) => resolve(end))
  );
  test.use({ name: 'demo', log: () => text, stop: () => child.kill() });
  return {
    said: pattern => pattern.exec(stripVTControlCharacters(text))?.[1],
    end: () => (child.kill('SIGTERM'), ended),
  };
}

/** By the program of the health check; in a container of its own, no one else has taken its port. */
function isHealthy(page) {
  const [kind, program, ...args] = healthcheck.test;
  assert.deepEqual([kind, program], ['CMD', 'node']);
  const own = args.map(each =>
    each.replace('http://127.0.0.1:9464/metrics', page)
  );
  return spawnSync(process.execPath, own).status === 0;
}
