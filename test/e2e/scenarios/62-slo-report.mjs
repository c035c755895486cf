// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { install } from '../install.mjs';
import { startWithPast } from '../past.mjs';

export const title = 'The report over thirty days of data';
export const needs = ['prometheus', 'promtool'];

const DAY = 86_400;
const DAYS = 30;
/** Seconds between two scrapes. */
const STEP = 120;

const OBJECTIVES = {
  service: 'chat',
  prometheus: { names: 'js' },
  objectives: [{ name: 'availability', kind: 'availability', target: 99.9 }],
};

/** Shares of the calls that fail: 500 and 429 count, 401 does not. */
const FAILING = { 500: 0.0003, 429: 0.0002, 401: 0.01 };

const TARGETS = [
  { model: 'steady', perSecond: 4 },
  // Half of the calls fail for half an hour, twelve days ago; the process has restarted since.
  { model: 'incident', perSecond: 2, incident: [12 * DAY, 0.5] },
  { model: 'rare', perSecond: 0.0001 },
  { model: 'new', perSecond: 4, since: 3 * DAY },
];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { resolveObjectives } =
    await import('../../../src/slo/objectives/resolve.ts');
  const { rulesOf } = await import('../../../src/slo/rules/rules.ts');
  const end = lastNoon();
  const metrics = test.path('calls.om');
  const truth = await writeCalls(metrics, end);
  const [rules] = rulesOf(resolveObjectives(OBJECTIVES));
  const [base] = rules.file.groups;
  const prometheus = await startWithPast(test, {
    metrics,
    groups: [base],
    start: end - DAYS * DAY,
    end,
  });
  test.step(`${DAYS} days of calls and of the base rules are in a Prometheus`);

  const slo = test.path('slo.yaml');
  writeFileSync(slo, stringify(OBJECTIVES));
  const { folder } = await install();
  const report = (...words) => {
    const { status, stdout, stderr } = spawnSync(
      join(folder, 'node_modules', '.bin', 'otel-genai'),
      [
        ...['slo', 'report', '--file', slo, '--prometheus', prometheus.url],
        ...['--time', new Date(end * 1000).toISOString(), ...words],
      ],
      { encoding: 'utf8' }
    );
    // The gate says why it stops.
    assert.match(stderr, /^(?:gate: .+\n)*$/);
    return { status, stdout };
  };

  const { status, stdout } = report('--format', 'json');
  const { objectives, warnings } = JSON.parse(stdout);
  assert.deepEqual(warnings, []);
  const targets = new Map(
    objectives[0].targets.map(target => [target.labels.model, target])
  );
  for (const [model, { total, bad }] of truth) {
    const { sli } = targets.get(model);
    const off = Math.abs(1 - sli - bad / total);
    assert.ok(
      off < 0.00005,
      `${model}: ${1 - sli}, and ${bad / total} is true`
    );
  }
  test.step('its ratios are the true ones to four decimals');

  assert.deepEqual(
    Object.fromEntries(
      [...targets].map(([model, found]) => [model, found.status])
    ),
    {
      steady: 'healthy',
      incident: 'exhausted',
      rare: 'insufficient-data',
      new: 'insufficient-data',
    }
  );
  assert.match(
    targets.get('rare').reason,
    /^\d+ events are too few: .* 1000 are needed$/
  );
  assert.match(
    targets.get('new').reason,
    /^there is data for only \d+(\.\d+)? % of the window$/
  );
  test.step('it says where the data does not suffice, and why');

  const { budget, worstHour, errors } = targets.get('incident');
  assert.ok(budget.used > 1 && budget.left < 0, 'overspent, and not clipped');
  const hours = (end - Date.parse(worstHour.at) / 1000) / 3600;
  assert.ok(hours > 12 * 24 - 1 && hours <= 12 * 24 + 1, `${hours} hours ago`);
  assert.deepEqual(
    errors.map(({ errorType, errorClass }) => [errorType, errorClass]).sort(),
    [
      ['401', 'auth'],
      ['429', 'throttled'],
      ['500', 'server'],
    ]
  );
  test.step('it knows the hour and the errors that spent a budget');

  assert.equal(status, 2);
  assert.equal(report('--gate', 'never').status, 0);
  test.step('its exit code stops a release');

  for (const format of ['markdown', 'table']) {
    const said = report('--format', format).stdout;
    assert.match(said, /incident.*exhausted/);
    if (format === 'table') console.log(said);
  }
  const page = test.path('report.html');
  report('--format', 'html', '--output', page);
  assert.match(readFileSync(page, 'utf8'), /<\/html>\n$/);
  test.step('it comes as a table, as Markdown and as a page, too');
}

/** Seconds of the epoch. The same at any hour: as many calls are made in the half hour of the incident, and in all. */
function lastNoon() {
  return (Math.floor(Date.now() / 1000 / DAY - 0.5) + 0.5) * DAY;
}

/** Counters of all targets, with a restart at each midnight. @returns how many calls, and bad ones, each had */
async function writeCalls(path, end) {
  const truth = new Map();
  const file = createWriteStream(path);
  file.write('# TYPE gen_ai_client_operation_duration_count unknown\n');
  for (const { model, perSecond, incident, since = DAYS * DAY } of TARGETS) {
    const sums = { total: 0, bad: 0 };
    const counters = { '': 0, 500: 0, 429: 0, 401: 0 };
    const lines = Object.fromEntries(
      Object.keys(counters).map(type => [type, []])
    );
    for (let at = end - since; at <= end; at += STEP) {
      const ofDay = at % DAY;
      if (ofDay < STEP) for (const type in counters) counters[type] = 0;
      // Busy at noon, and hardly at night.
      const calls =
        perSecond * STEP * (0.05 + 0.95 * Math.sin((Math.PI * ofDay) / DAY));
      const failing = { ...FAILING };
      const ago = end - at;
      if (incident && ago <= incident[0] && ago > incident[0] - 1800) {
        failing[500] = incident[1];
      }
      let good = calls;
      for (const [type, share] of Object.entries(failing)) {
        counters[type] += calls * share;
        good -= calls * share;
      }
      counters[''] += good;
      const bad = calls * (failing[500] + failing[429]);
      sums.bad += bad;
      sums.total += bad + good;
      for (const type in counters)
        lines[type].push(`${counters[type].toFixed(6)} ${at}`);
    }
    truth.set(model, sums);
    for (const [type, values] of Object.entries(lines)) {
      const labels = [
        'job="chat"',
        'instance="a:9464"',
        'gen_ai_provider_name="openai"',
        `gen_ai_request_model="${model}"`,
        ...(type === '' ? [] : [`error_type="${type}"`]),
      ].join(',');
      for (const value of values) {
        const line = `gen_ai_client_operation_duration_count{${labels}} ${value}\n`;
        if (!file.write(line)) await once(file, 'drain');
      }
    }
  }
  file.end('# EOF\n');
  await once(file, 'finish');
  return truth;
}
