// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { freePort } from '../../support/run-app.ts';
import { runReport } from '../report.mjs';
import { startApp } from '../app.mjs';
import { startModel } from '../servers/model.mjs';
import { startPrometheus } from '../servers/prometheus.mjs';
import { startTurns } from '../servers/turns.mjs';
import { until } from '../until.mjs';

export const title =
  'Turns over WebSocket and tools that fail page and are in the report (an hour of the rules is a minute)';
export const needs = ['prometheus'];

const SCALE = 1 / 60;
const availability = { kind: 'availability', target: 99.9 };
const byHistogram = { ...availability, source: 'histogram', groupBy: [] };
const tools = { operation: 'execute_tool' };
const turns = { transport: 'websocket' };
const OBJECTIVES = {
  service: 'agent',
  objectives: [
    { name: 'tools', ...availability, match: tools },
    { name: 'tools-measured', ...byHistogram, match: tools },
    { name: 'turns', ...availability, match: turns },
    { name: 'turns-measured', ...byHistogram, match: turns },
    { name: 'http', ...availability, match: { transport: 'http' } },
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
  for (const { name, file } of rules) {
    writeFileSync(test.path(`${name}.rules.yml`), stringify(file));
  }

  const server = await startModel(test);
  const turns = await startTurns(test);
  const port = await freePort();
  const app = await startApp(test, {
    app: 'steady-agent.cjs',
    env: {
      MCP_URL: `${server.url}/mcp`,
      TURNS_URL: turns.url,
      CALLS_PER_SECOND: '20',
      OTEL_SERVICE_NAME: 'agent',
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
      OTEL_INSTRUMENTATION_GENAI_SLO: slo,
    },
  });
  await app.said('^ready$');
  const prometheus = await startPrometheus(test, {
    config: {
      global: { scrape_interval: '500ms', evaluation_interval: '1s' },
      rule_files: rules.map(({ name }) => test.path(`${name}.rules.yml`)),
      scrape_configs: [
        {
          job_name: 'agent',
          static_configs: [{ targets: [`127.0.0.1:${port}`] }],
        },
      ],
    },
  });

  const minutes =
    'count_over_time(genai_slo:total:rate5m{slo="turns",gen_ai_request_model="weather"}[1h]) >= 20';
  await until(
    'twenty minutes of data',
    async () => (await prometheus.query(minutes)).length === 1,
    90_000
  );
  assert.deepEqual(await prometheus.alerts(), []);
  test.step('turns and tools that do their work are silent');

  app.tell('broken');
  const paging = async slo => {
    const alerts = await prometheus.alerts();
    return alerts.find(
      ({ labels, state }) =>
        labels.slo === slo &&
        labels.alertname === 'GenAISLOBurn' &&
        labels.severity === 'page' &&
        state === 'firing'
    );
  };
  const tool = await until('a page', () => paging('tools'), 90_000);
  assert.equal(tool.labels.gen_ai_tool_name, 'broken');
  assert.equal(tool.labels.gen_ai_request_model, undefined);
  const turn = await until('another page', () => paging('turns'), 90_000);
  assert.equal(turn.labels.gen_ai_request_model, 'broken');
  for (const slo of ['tools-measured', 'turns-measured']) {
    const all = await until(`the page of ${slo}`, () => paging(slo), 90_000);
    assert.equal(all.labels.gen_ai_tool_name, undefined);
  }
  assert.equal(await paging('http'), undefined);
  test.step('a tool and a turn that fail page, by events and by the histogram');

  const { stdout, stderr } = await runReport(
    slo,
    prometheus.url,
    '--format',
    'json'
  );
  const report = JSON.parse(stdout || `"${stderr}"`);
  for (const [name, label] of [
    ['tools', 'tool'],
    ['turns', 'model'],
  ]) {
    const { targets } = report.objectives.find(each => each.name === name);
    const found = new Map(targets.map(each => [each.labels[label], each]));
    assert.ok(found.get('broken').bad > 0, JSON.stringify(targets));
    assert.equal(found.get('weather').bad, 0);
  }
  test.step('and the report has both');
}
