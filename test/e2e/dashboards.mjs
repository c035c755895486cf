// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { dashboardsOf, parseObjectives, rulesOf } from '../../src/slo/index.ts';
import { startBack } from './back.mjs';
import { ask, choose, queriesOf, singles } from './grafana.mjs';
import { findProgram } from './programs.mjs';
import { scraping, startPrometheus } from './servers/prometheus.mjs';
import { until } from './until.mjs';

/** An hour of the rules is a minute here. */
const SCALE = 1 / 60;
const LIMIT_MS = 180_000;

/** What the mock cannot keep, so that there is something to be seen in each panel. */
const OBJECTIVES = `
service: e2e
objectives:
  - { name: availability, kind: availability, target: 99.9 }
  - { name: latency, kind: latency, threshold: 5ms, target: 99 }
  - { name: first-words, kind: latency, metric: time_to_first_chunk, threshold: 5ms, target: 95 }
  - { name: throughput, kind: throughput, min: 100000/min }
  - { name: spend, kind: cost, budget: 5000 }
`;

/** USD per million tokens; of one model that is called, nobody knows the price. */
const PRICES = { openai: { 'gpt-4o': { input: 1000, output: 1000 } } };

/** What is asked again and again: the path, and the status of the answer. */
const CALLS = [
  ['/', 200],
  ['/?stream=true', 200],
  ['/?model=gpt-4o-unpriced', 200],
  ['/?model=mock-429', 502],
  ['/?model=mock-500', 502],
];

/**
 * Asks every query of every dashboard, with the rules, of a Prometheus.
 *
 * @param {import('./scenario.mjs').Scenario} test
 * @param {object} way
 * @param {Record<string, string>} way.env sends the metrics there
 * @param {(app: { page: string }) => string} [way.target] where Prometheus reads them
 * @param {object} [way.prometheus] how it is started, else as usual
 */
export async function checkDashboards(test, { env, target, prometheus: how }) {
  const file = test.path('slo.yaml');
  writeFileSync(file, OBJECTIVES);
  const prices = test.path('prices.json');
  writeFileSync(prices, JSON.stringify(PRICES));
  const app = await startBack(test, {
    env: {
      OTEL_SERVICE_NAME: 'e2e',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_INSTRUMENTATION_GENAI_SLO: file,
      OTEL_INSTRUMENTATION_GENAI_COST: prices,
      ...env,
    },
  });
  const objectives = parseObjectives(OBJECTIVES);
  const dashboards = Object.entries(dashboardsOf(objectives));
  assert.deepEqual(
    dashboards.map(([name]) => name),
    ['slo-overview.json', 'slo-detail.json', 'traffic.json', 'comparison.json']
  );
  checkSchema(test, dashboards);

  const prometheus = await startPrometheus(test, {
    ...how,
    config: {
      ...(target && scraping(target(app))),
      rule_files: rulesOf(objectives, { scale: SCALE }).map(rules =>
        written(test, `${rules.name}.rules.yml`, stringify(rules.file))
      ),
    },
  });
  const traffic = startTraffic(app);
  test.use({ name: 'traffic', stop: traffic.stop });
  for (const [, dashboard] of dashboards) {
    const choices = [
      { byName: false },
      { byName: true },
      ...singles(dashboard).map(single => ({ single })),
    ];
    for (const choice of choices) {
      await checkDashboard(test, prometheus, dashboard, choice);
    }
  }
  await traffic.stop();
}

/** By Grafana's own library, which knows the options of each panel, too. */
function checkSchema(test, dashboards) {
  const what = 'the dashboards, by the schema of Grafana';
  const { command, missing } = findProgram('grafana-schema');
  if (missing) return test.skip(`${what}: ${missing}`);
  const files = dashboards.map(([name, dashboard]) =>
    written(test, name, JSON.stringify(dashboard))
  );
  const { status, stderr } = spawnSync(command, files, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const broken = { ...dashboards[0][1], panels: 'none' };
  const refused = spawnSync(command, [
    written(test, 'broken.json', JSON.stringify(broken)),
  ]);
  assert.equal(refused.status, 1, 'a dashboard without panels was accepted');
  test.step(`${what}: ${files.length} are valid, a broken one is not`);
}

function written(test, name, text) {
  const path = test.path(name);
  writeFileSync(path, text);
  return path;
}

/** Calls of all kinds until it is stopped. */
function startTraffic(app) {
  let isOn = true;
  const ended = (async () => {
    while (isOn) {
      for (const [path, status] of CALLS) await app.ask(1, path, status);
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

async function checkDashboard(test, prometheus, dashboard, choice) {
  const chosen = await until(
    `the variables of ${dashboard.title} have values`,
    () => choose(dashboard, prometheus, choice)
  );
  const queries = queriesOf(dashboard);
  assert.ok(queries.length > 0);
  let empty = queries;
  await until(
    `every query of ${dashboard.title} has data`,
    async () => {
      const still = [];
      for (const query of empty) {
        if ((await ask(prometheus, query, chosen)) === 0) still.push(query);
      }
      empty = still;
      if (empty.length === 0) return true;
      throw new Error(`nothing: ${empty.map(({ name }) => name).join('; ')}`);
    },
    LIMIT_MS
  );
  const how = choice.byName ? 'each value by name' : 'all';
  test.step(
    `${dashboard.title}: ${queries.length} queries, ${choice.single ?? how}`
  );
}
