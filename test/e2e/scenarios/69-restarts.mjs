// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { stringify } from 'yaml';
import { startWithPast } from '../past.mjs';
import { runReport } from '../report.mjs';

export const title =
  'The report over thirty days of processes that restart each day, and each ten minutes';
export const needs = ['prometheus', 'promtool'];

const DAY = 86_400;
const DAYS = 30;
/** Seconds between two scrapes. */
const STEP = 30;
const NAMES = 'gen_ai_client_operation_duration';

const OBJECTIVES = {
  service: 'chat',
  prometheus: { names: 'js' },
  objectives: ['events', 'histogram'].map(source => ({
    name: source,
    kind: 'availability',
    target: 99,
    source,
  })),
};

/** Seconds between the evaluation of a rule and the scrape that follows it. */
const OFFSET = 7;

/** One process each, restarted under the same instance between two scrapes. */
const PROCESSES = [
  { model: 'daily', life: DAY, everySeconds: 4, failing: 0.004 },
  { model: 'often', life: 600, everySeconds: 5, failing: 0.004 },
];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { resolveObjectives } =
    await import('../../../src/slo/objectives/resolve.ts');
  const { rulesOf } = await import('../../../src/slo/rules/rules.ts');
  const end = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const start = end - DAYS * DAY;
  const calls = PROCESSES.map(({ everySeconds, failing }, index) => [
    // The rules count a call for five minutes.
    ...callsOf(start, end - 600, everySeconds, failing, 7 + index),
  ]);
  const metrics = test.path('calls.om');
  await writeScrapes(metrics, start, end, calls);
  const groups = rulesOf(resolveObjectives(OBJECTIVES)).flatMap(({ file }) =>
    file.groups.filter(({ name }) => /:base$|:unseen$/.test(name))
  );
  const prometheus = await startWithPast(test, { metrics, groups, start, end });
  test.step(
    `${DAYS} days of two processes are in a Prometheus, with ${DAYS} restarts and with ${(DAYS * DAY) / 600}`
  );

  const slo = test.path('slo.yaml');
  writeFileSync(slo, stringify(OBJECTIVES));
  const { stdout, stderr } = await runReport(
    slo,
    prometheus.url,
    ...['--time', new Date(end * 1000).toISOString()],
    ...['--format', 'json', '--gate', 'never']
  );
  assert.equal(stderr, '');
  const found = Object.fromEntries(
    JSON.parse(stdout).objectives.map(({ name, targets }) => [
      name,
      Object.fromEntries(targets.map(target => [target.labels.model, target])),
    ])
  );
  const rows = PROCESSES.map(({ model }, index) => {
    // The calls themselves are the truth, whatever was scraped of them.
    const all = calls[index];
    const failed = all.filter(call => call.failed).length;
    const counted = found.events[model];
    const { bad, unseen } = found.histogram[model];
    const row = { model, calls: all.length, failed };
    return {
      ...row,
      counted: counted.total,
      bad: counted.bad,
      events: 1 - counted.sli,
      truth: failed / all.length,
      missed: failed - bad,
      unseen,
    };
  });
  console.table(rows);
  for (const { model, calls: made, counted, failed, bad, ...row } of rows) {
    const off = Math.abs(row.events - row.truth);
    assert.ok(off < 0.00005, `${model}: ${row.events}, not ${row.truth}`);
    assert.ok(Math.abs(counted - made) < 0.0001 * made, `${model}: ${counted}`);
    assert.ok(Math.abs(bad - failed) < 0.001 * failed, `${model}: ${bad}`);
  }
  test.step('by events its ratios are the true ones to four decimals');

  for (const { model, failed, missed, unseen } of rows) {
    assert.ok(
      missed < unseen + 0.5,
      `${model}: ${missed} missed, ${unseen} said`
    );
    assert.ok(
      unseen <= 2 * missed + 0.01 * failed,
      `${model}: ${unseen} said, ${missed} missed`
    );
  }
  test.step('by histogram it misses no more failures than it says');
}

/** Calls at random moments, always the same ones. */
function* callsOf(start, end, everySeconds, failing, seed) {
  const random = randomFrom(seed);
  const next = () => -Math.log(1 - random()) * everySeconds;
  for (let at = start + next(); at < end; at += next()) {
    yield { at, failed: random() < failing, seconds: 0.2 + random() };
  }
}

/** What each scrape reads: counters since the last restart. */
async function writeScrapes(path, start, end, calls) {
  const series = new Map();
  for (const [index, { model, life }] of PROCESSES.entries()) {
    const target = `job="chat",instance="${model}",gen_ai_provider_name="openai",gen_ai_request_model="${model}"`;
    const add = (name, labels, at, value) => {
      const key = `${name}{${target}${labels}}`;
      const lines = series.get(key) ?? series.set(key, []).get(key);
      lines.push(`${value} ${at}`);
    };
    let [born, next] = [start, 0];
    let counted = fresh();
    for (let at = start + OFFSET; at <= end; at += STEP) {
      // A restart just after a scrape: no scrape fails, and no call is lost with the process.
      if (at - STEP >= born + life) [born, counted] = [at - STEP, fresh()];
      for (; calls[index][next]?.at <= at; next++) {
        const { failed, seconds } = calls[index][next];
        const of = failed ? counted.bad : counted.good;
        of.count++;
        of.sum += seconds;
      }
      for (const [outcome, { count, sum }] of Object.entries(counted)) {
        for (const slo of ['events', 'histogram']) {
          const labels = `,slo="${slo}",outcome="${outcome}"`;
          add('genai_slo_events_total', labels, at, count);
        }
        if (count === 0) continue;
        const labels = outcome === 'bad' ? ',error_type="500"' : '';
        add(`${NAMES}_count`, labels, at, count);
        add(`${NAMES}_sum`, labels, at, sum.toFixed(6));
      }
    }
  }
  const file = createWriteStream(path);
  for (const name of new Set(
    [...series.keys()].map(key => key.split('{')[0])
  )) {
    file.write(`# TYPE ${name} unknown\n`);
    for (const [key, lines] of series) {
      if (!key.startsWith(`${name}{`)) continue;
      for (const line of lines) {
        if (!file.write(`${key} ${line}\n`)) await once(file, 'drain');
      }
    }
  }
  file.end('# EOF\n');
  await once(file, 'finish');
}

function fresh() {
  return { good: { count: 0, sum: 0 }, bad: { count: 0, sum: 0 } };
}

/** Numbers from 0 to 1, the same for the same seed (a linear congruence). */
function randomFrom(seed) {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return Number(state >> 11n) / 2 ** 53;
  };
}
