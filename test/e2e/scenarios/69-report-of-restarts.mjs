// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { startWithPast } from '../past.mjs';
import { runReport } from '../report.mjs';

export const title =
  'The report over thirty days of daily restarts, by events and by histogram';
export const needs = ['prometheus', 'promtool'];

const DAY = 86_400;
const DAYS = 30;
/** Seconds between two scrapes. */
const STEP = 60;
const CALLS_A_STEP = 5;
const FAMILIES = [
  'gen_ai_client_operation_duration_count',
  'genai_slo_events_total',
];

const OBJECTIVES = {
  service: 'chat',
  prometheus: { names: 'js', selector: 'job="chat"' },
  objectives: [{ name: 'availability', kind: 'availability', target: 99.9 }],
};

/** Each process lives for a day. `file`: it was given the objectives, and counts events. */
const FLEETS = {
  events: [{ file: true }],
  histogram: [{ file: false }],
  mixed: [{ file: true }, { file: false }],
};

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { resolveObjectives } =
    await import('../../../src/slo/objectives/resolve.ts');
  const { rulesOf } = await import('../../../src/slo/rules/rules.ts');
  const end = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const metrics = test.path('calls.om');
  const truth = await writeCalls(metrics, end);
  const rules = rulesOf(resolveObjectives(OBJECTIVES));
  const groups = ['availability', '_report'].map(
    name => rules.find(rule => rule.name === name).file.groups[0]
  );
  const prometheus = await startWithPast(test, {
    metrics,
    groups,
    start: end - DAYS * DAY,
    end,
  });
  const slo = test.path('slo.yaml');
  writeFileSync(slo, stringify(OBJECTIVES));
  const at = new Date(end * 1000).toISOString();
  const report = await runReport(
    ...[slo, prometheus.url, '--time', at],
    ...['--format', 'json', '--gate', 'never']
  );
  assert.equal(report.status, 0, report.stderr);
  const { objectives } = JSON.parse(report.stdout);
  const found = new Map(
    objectives[0].targets.map(target => [target.labels.model, target])
  );
  const missed = model => truth.get(model).bad - found.get(model).bad;
  const off = model => {
    const { total, bad } = truth.get(model);
    return Math.abs(1 - found.get(model).sli - bad / total);
  };
  // increase() does not go below zero: the first event of a counter counts a little less at this pace of scrapes.
  const noise = model => 0.02 * truth.get(model).bad;
  for (const model of Object.keys(FLEETS)) {
    const { total, bad } = truth.get(model);
    const { sli, unseen = 0 } = found.get(model);
    console.log(
      `  ${model}: ${(1 - sli).toFixed(6)} of ${found.get(model).total.toFixed(0)}, true are ${(bad / total).toFixed(6)} of ${total}; missed ${missed(model).toFixed(1)}, at most ${unseen}`
    );
  }

  assert.ok(off('events') < 0.00005, `${off('events')}`);
  assert.ok(Math.abs(missed('events')) < noise('events'));
  assert.equal(found.get('events').unseen ?? 0, 0);
  test.step('by events it is the truth to four decimals');

  for (const model of ['histogram', 'mixed']) {
    // Of each day the failure before the first scrape is missed, and the first one after it is not. Before the first day
    // Prometheus knows nothing, so that it cannot tell what is new.
    const { unseen = 0 } = found.get(model);
    assert.ok(missed(model) > DAYS - 2, `${model} missed ${missed(model)}`);
    assert.ok(
      unseen >= missed(model) - 1 - noise(model) && unseen <= 2 * DAYS,
      `${model} missed ${missed(model)}, and is said to miss ${unseen}`
    );
  }
  test.step('by histogram it says how many failures it may have missed');

  const { stdout } = await runReport(
    ...[slo, prometheus.url, '--time', at, '--gate', 'never']
  );
  const sentences = stdout.match(/^.*\b(?:histogram|missed)\b.*$/gim) ?? [];
  assert.ok(sentences.length >= 2, stdout);
  test.step(`the table says so: ${sentences[0].trim()}`);
}

/** Counters of all processes. @returns how many calls, and bad ones, each model had */
async function writeCalls(path, end) {
  const truth = new Map();
  const lines = Object.fromEntries(FAMILIES.map(name => [name, []]));
  const start = end - DAYS * DAY;
  for (const [model, processes] of Object.entries(FLEETS)) {
    const sums = { total: 0, bad: 0 };
    for (const [index, { file }] of processes.entries()) {
      for (let day = 0; day < DAYS; day++) {
        const labels = `job="chat",instance="${model}-${index}-${day}",gen_ai_provider_name="openai",gen_ai_request_model="${model}"`;
        const count = callsOf(file);
        for (let step = 0; step * STEP < DAY; step++) {
          const at = start + day * DAY + step * STEP;
          const { good, bad } = count(step);
          const [calls, events] = FAMILIES;
          lines[calls].push(`${calls}{${labels}} ${good} ${at}`);
          // A histogram has no series of failures before the first one.
          if (bad > 0) {
            lines[calls].push(
              `${calls}{${labels},error_type="500"} ${bad} ${at}`
            );
          }
          if (!file) continue;
          for (const [outcome, value] of Object.entries({ good, bad })) {
            lines[events].push(
              `${events}{${labels},slo="availability",outcome="${outcome}"} ${value} ${at}`
            );
          }
        }
        const { good, bad } = count(DAY / STEP);
        sums.total += good + bad;
        sums.bad += bad;
      }
    }
    truth.set(model, sums);
  }
  const out = createWriteStream(path);
  for (const name of FAMILIES) {
    out.write(`# TYPE ${name} unknown\n`);
    // The format wants all samples of a series together.
    const sorted = lines[name]
      .map((line, index) => ({ line, index, series: line.split(' ')[0] }))
      .sort((a, b) => a.series.localeCompare(b.series) || a.index - b.index);
    for (const { line } of sorted) {
      if (!out.write(`${line}\n`)) await once(out, 'drain');
    }
  }
  out.end('# EOF\n');
  await once(out, 'finish');
  return truth;
}

/**
 * Calls of one process until each scrape. One that counts events is scraped before its first call, by which its series
 * are at zero. One that does not has failed once before its first scrape. Both fail from noon on, once in an hour.
 */
function callsOf(file) {
  const last = DAY / STEP - 1;
  return step => {
    const now = Math.min(step, last);
    const hours = Math.floor((now * STEP) / 3600);
    const bad = Math.max(0, hours - 11) + (file ? 0 : 1);
    return { good: CALLS_A_STEP * now, bad };
  };
}
