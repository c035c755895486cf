// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { freePort } from '../../support/run-app.ts';
import { startApp } from '../app.mjs';
import { startAlertmanager } from '../servers/alertmanager.mjs';
import { startModel } from '../servers/model.mjs';
import { startPrometheus } from '../servers/prometheus.mjs';
import { startWebhook } from '../servers/webhook.mjs';
import { until } from '../until.mjs';

export const title =
  'An outage pages through Prometheus and Alertmanager (an hour of the rules is a minute)';
export const needs = ['prometheus', 'alertmanager'];

const SCALE = 1 / 60;
const OBJECTIVES = {
  service: 'chat',
  objectives: [
    { name: 'availability', kind: 'availability', target: 99.9 },
    { name: 'counted', kind: 'availability', target: 99.9, source: 'events' },
  ],
};

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { resolveObjectives } =
    await import('../../../src/slo/objectives/resolve.ts');
  const { rulesOf } = await import('../../../src/slo/rules/rules.ts');
  const { alertRoutesOf } =
    await import('../../../src/slo/rules/alerts/alert-routes.ts');
  const slo = test.path('slo.yaml');
  writeFileSync(slo, stringify(OBJECTIVES));
  const rules = rulesOf(resolveObjectives(OBJECTIVES), { scale: SCALE });
  for (const { name, file } of rules) {
    writeFileSync(test.path(`${name}.rules.yml`), stringify(file));
  }

  const model = await startModel(test);
  const app = async (name, callsPerSecond) => {
    const port = await freePort();
    const started = await startApp(test, {
      app: 'steady-calls.cjs',
      env: {
        LLM_URL: model.url,
        MODEL: name,
        CALLS_PER_SECOND: String(callsPerSecond),
        OTEL_SERVICE_NAME: 'chat',
        OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
        OTEL_INSTRUMENTATION_GENAI_SLO: slo,
      },
    });
    await started.said('^ready$');
    return { ...started, target: `127.0.0.1:${port}` };
  };
  const busy = await app('gpt-4.1', 20);
  const quiet = await app('o3', 0);

  const webhook = await startWebhook(test);
  const alertmanager = await startAlertmanager(test, {
    config: quick(alertRoutesOf(resolveObjectives(OBJECTIVES)), webhook.url),
  });
  const prometheus = await startPrometheus(test, {
    config: {
      global: { scrape_interval: '500ms', evaluation_interval: '1s' },
      rule_files: rules.map(({ name }) => test.path(`${name}.rules.yml`)),
      alerting: {
        alertmanagers: [
          { static_configs: [{ targets: [alertmanager.target] }] },
        ],
      },
      scrape_configs: [
        {
          job_name: 'chat',
          static_configs: [{ targets: [busy.target, quiet.target] }],
        },
      ],
    },
  });

  // Half an hour of the rules, in which nobody is told anything.
  const minutes =
    'count_over_time(genai_slo:total:rate5m{slo="availability",gen_ai_request_model="gpt-4.1"}[1h]) >= 30';
  await until(
    'half an hour of data',
    async () => (await prometheus.query(minutes)).length === 1,
    90_000
  );
  quiet.tell('once good');
  await quiet.said('^good 200$');
  // From then on a failure is one more than there were.
  await prometheus.expect(
    'genai_slo_events_total{slo="counted",outcome="bad",gen_ai_request_model="o3"}',
    [0]
  );
  quiet.tell('once server-error');
  await quiet.said('^server-error 500$');
  assert.deepEqual(await prometheus.alerts(), []);
  assert.deepEqual(webhook.notifications, []);
  test.step('good traffic is silent');

  busy.tell('server-error');
  const began = Date.now();
  const page = await until(
    'a page',
    () => notified(webhook, 'firing', 'availability'),
    60_000
  );
  assert.equal(page.receiver, 'oncall');
  const [alert] = page.alerts;
  assert.deepEqual(alert.labels, {
    alertname: 'GenAISLOBurn',
    severity: 'page',
    service: 'chat',
    slo: 'availability',
    gen_ai_provider_name: 'openai',
    gen_ai_request_model: 'gpt-4.1',
    long: '1h',
    short: '5m',
  });
  assert.match(
    alert.annotations.summary,
    /^openai\/gpt-4\.1 of chat: [\d.]+% of the calls fail \(availability, last 1h\)$/
  );
  // In minutes of the rules, which are seconds of ours; both are moments of Prometheus.
  const took = (Date.parse(alert.startsAt) - began) / 1000;
  assert.ok(took < 10, `${took} minutes`);
  await until(
    'a page of the counter',
    () => notified(webhook, 'firing', 'counted'),
    60_000
  );
  test.step(
    `all calls fail: a page after ${took.toFixed(1)} minutes of the rules, by histogram and by counter`
  );

  busy.tell('good');
  await until(
    'the end of the page',
    () => notified(webhook, 'resolved', 'availability'),
    120_000
  );
  await until(
    'the end of the other',
    () => notified(webhook, 'resolved', 'counted'),
    120_000
  );
  test.step('and it is over when they succeed again');

  const seen = await prometheus.query(
    'sum(sum_over_time(genai_slo:bad:rate5m{slo="counted",gen_ai_request_model="o3"}[5m])) > 0'
  );
  assert.equal(seen.length, 1);
  assert.ok(
    webhook.notifications
      .flatMap(({ alerts }) => alerts)
      .every(({ labels }) => labels.gen_ai_request_model !== 'o3')
  );
  test.step('one failure of two calls was seen, and woke nobody');
}

function notified({ notifications }, status, slo) {
  return notifications.find(({ alerts }) =>
    alerts.some(
      one =>
        one.status === status &&
        one.labels.slo === slo &&
        one.labels.severity === 'page'
    )
  );
}

/** The routes as they are generated, with receivers, and without waiting for more alerts of a group. */
function quick(routes, url) {
  const soon = { group_wait: '1s', group_interval: '1s' };
  return {
    ...routes,
    route: {
      ...routes.route,
      ...soon,
      routes: routes.route.routes.map(route => ({ ...route, ...soon })),
    },
    receivers: routes.receivers.map(({ name }) => ({
      name,
      webhook_configs: [{ url }],
    })),
  };
}
