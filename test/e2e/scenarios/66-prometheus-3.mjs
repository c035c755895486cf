// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { runReport } from '../report.mjs';
import { startBack } from '../back.mjs';
import { scraping, startPrometheus } from '../servers/prometheus.mjs';

export const title =
  'Prometheus 3 reads the page of one process and takes OTLP of another: the rules hold for both';
export const needs = ['prometheus-3'];

/** An hour of the rules is a minute here. */
const SCALE = 1 / 60;
const OBJECTIVES = {
  service: 'chat',
  // Both jobs are this service's.
  prometheus: { selector: 'job!=""' },
  objectives: [
    { name: 'availability', kind: 'availability', target: 99.9 },
    { name: 'latency', kind: 'latency', threshold: '2s', target: 99 },
    {
      name: 'counted',
      kind: 'availability',
      source: 'events',
      target: 99.9,
    },
  ],
};

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { resolveObjectives } =
    await import('../../../src/slo/objectives/resolve.ts');
  const { rulesOf } = await import('../../../src/slo/rules/rules.ts');
  const slo = test.path('slo.yaml');
  writeFileSync(slo, stringify(OBJECTIVES));
  const rules = rulesOf(resolveObjectives(OBJECTIVES), { scale: SCALE });
  const files = rules.map(({ name, file }) => {
    const path = test.path(`${name}.rules.yml`);
    writeFileSync(path, stringify(file));
    return path;
  });

  const scraped = await startBack(test, {
    env: { ...env('scraped', slo), OTEL_METRICS_EXPORTER: 'prometheus' },
  });
  const prometheus = await startPrometheus(test, {
    version: 'prometheus-3',
    config: {
      ...scraping(scraped.page),
      rule_files: files,
      // Where newer ones want it; the flag does not tell then.
      storage: { tsdb: { retention: { time: '60d' } } },
    },
    flags: ['--web.enable-otlp-receiver'],
  });
  const sent = await startBack(test, {
    env: {
      ...env('sent', slo),
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${prometheus.url}/api/v1/otlp/v1/metrics`,
    },
  });
  const traffic = startTraffic(
    () => scraped.ask(1, '/?model=scraped'),
    () => sent.ask(1, '/?model=sent')
  );
  test.use({ name: 'traffic', stop: traffic.stop });

  const boundaries = (name, model) =>
    `count(gen_ai_client_operation_duration${name}_bucket{gen_ai_request_model="${model}",le="2${model === 'scraped' ? '.0' : ''}"})`;
  await prometheus.expect(boundaries('', 'scraped'), [1]);
  await prometheus.expect(boundaries('_seconds', 'sent'), [1]);
  test.step(
    'the page has the names of the JS SDK and le="2.0", OTLP those of the Collector and le="2"'
  );

  for (const { name } of OBJECTIVES.objectives) {
    for (const model of ['scraped', 'sent']) {
      const target = `{slo="${name}",gen_ai_request_model="${model}"}`;
      await prometheus.expect(
        `count(genai_slo:total:rate5m${target} > 0)`,
        [1]
      );
      await prometheus.expect(`count(genai_slo:bad:rate5m${target} == 0)`, [1]);
      await prometheus.expect(`genai_slo:error_ratio:1h${target}`, [0]);
    }
  }
  test.step('every objective has its events, by either way');
  assert.deepEqual(await prometheus.alerts(), []);
  test.step('and no alert is pending: no boundary is missing');
  await traffic.stop();

  const { stdout, stderr } = await runReport(
    slo,
    prometheus.url,
    '--format',
    'json'
  );
  assert.equal(stderr, '');
  const { warnings, objectives } = JSON.parse(stdout);
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    objectives.map(({ targets }) => targets.length),
    [2, 2, 2]
  );
  test.step(
    'the report sees both, and the retention of the configuration file'
  );
}

function env(name, slo) {
  return {
    OTEL_SERVICE_NAME: name,
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_INSTRUMENTATION_GENAI_SLO: slo,
  };
}

/** Calls of each until it is stopped. */
function startTraffic(...calls) {
  let isOn = true;
  const ended = (async () => {
    while (isOn) {
      for (const call of calls) await call();
      await new Promise(done => setTimeout(done, 100));
    }
  })();
  ended.catch(() => {});
  return {
    stop() {
      isOn = false;
      return ended;
    },
  };
}
