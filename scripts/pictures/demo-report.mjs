// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The report of the demo. The demo runs for seconds, and a report is about thirty days, so the counters of two runs, one
// with the demo's failing calls and one without, are repeated over thirty days in a Prometheus, as if the demo had run
// every two minutes. The rules and the report are those that the command line makes.
import { execFileSync } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { parseObjectives, rulesOf } from '../../dist/esm/slo/index.js';
import { startWithPast } from '../../test/e2e/past.mjs';
import { Scenario } from '../../test/e2e/scenario.mjs';
import { startPrometheus } from '../../test/e2e/servers/prometheus.mjs';
import { until } from '../../test/e2e/until.mjs';
import { runDemo } from './demo-run.mjs';

const cli = fileURLToPath(
  new URL('../../dist/esm/cli/main.js', import.meta.url)
);
const OBJECTIVES = `service: genai-demo
prometheus: { selector: 'job="genai-demo"' }
objectives:
  - { name: available, kind: availability, target: 99.5, groupBy: [provider] }
  - { name: fast, kind: latency, threshold: 2s, target: 99, groupBy: [provider] }
  - { name: first-words, kind: latency, metric: time_to_first_chunk, threshold: 500ms, target: 95, groupBy: [provider] }
`;

const DAY = 86_400;
const DAYS = 30;
/** Seconds from one run to the next, and from one scrape to the next. */
const STEP = 120;
/**
 * The failing calls are made in one run every four hours, in all runs of six hours twelve days ago, and in all runs from
 * forty minutes before the script begins.
 */
const FAILING_EVERY = 4 * 3600;
const INCIDENT = { ago: 12 * DAY, seconds: 6 * 3600 };
const OUTAGE = 2400;

const EVENTS = /^genai_slo_events_total\{(.*)\} (\d+)/gm;

/** @returns {Promise<string>} a page of HTML */
export async function demoReport() {
  const test = new Scenario('pictures');
  try {
    const slo = test.path('slo.yaml');
    writeFileSync(slo, OBJECTIVES);
    const run = async failing => {
      const { metrics } = await runDemo({
        OTEL_INSTRUMENTATION_GENAI_SLO: slo,
        DEMO_FAILING: String(failing),
      });
      const events = [...metrics.matchAll(EVENTS)];
      return new Map(events.map(([, labels, n]) => [labels, Number(n)]));
    };
    const whole = await run(true);
    const calm = await run(false);
    const begin = Math.floor(Date.now() / 1000);
    const rules = rulesOf(parseObjectives(OBJECTIVES));
    const groups = rules.flatMap(({ file }) => file.groups);
    const fill = async (start, end) => {
      const metrics = test.path('events.om');
      await writeEvents(metrics, { begin, start, end, whole, calm });
      const prometheus = await startWithPast(test, {
        metrics,
        groups: groups.filter(({ name }) => name.endsWith(':base')),
        start,
        end,
      });
      await prometheus.stop();
      return prometheus.data;
    };
    await fill(begin - DAYS * DAY, begin);
    // That takes minutes, and alerts read the last five.
    const data = await fill(begin - 2 * STEP, Math.floor(Date.now() / 1000));
    return await reportOf(test, { slo, groups, data });
  } finally {
    await test.end();
  }
}

/** Writes the counters of the events between two moments, each run added to those before it. */
async function writeEvents(path, { begin, start, end, whole, calm }) {
  const file = createWriteStream(path);
  file.write('# TYPE genai_slo_events counter\n');
  for (const labels of whole.keys()) {
    let count = 0;
    for (let at = begin - DAYS * DAY; at <= end; at += STEP) {
      const ago = begin - at;
      const fails =
        ago < OUTAGE ||
        ago % FAILING_EVERY < STEP ||
        (ago <= INCIDENT.ago && ago > INCIDENT.ago - INCIDENT.seconds);
      count += (fails ? whole : calm).get(labels) ?? 0;
      if (at < start) continue;
      const line = `genai_slo_events_total{job="genai-demo",instance="127.0.0.1:9464",${labels}} ${count} ${at}\n`;
      if (!file.write(line)) await once(file, 'drain');
    }
  }
  file.end('# EOF\n');
  await once(file, 'finish');
}

/** Lets Prometheus evaluate all rules, and the alerts among them, over the past that it has. */
async function reportOf(test, { slo, groups, data }) {
  const file = test.path('rules.yml');
  const often = groups.map(group => ({ ...group, interval: '2s' }));
  writeFileSync(file, stringify({ groups: often }));
  const prometheus = await startPrometheus(test, {
    config: { rule_files: [file] },
    data,
    flags: ['--storage.tsdb.retention.time=60d'],
  });
  await until('an alert pages', async () => {
    const alerts = await prometheus.alerts();
    return alerts.some(
      ({ labels, state }) => labels.severity === 'page' && state === 'firing'
    );
  });
  const page = test.path('report.html');
  execFileSync(process.execPath, [
    ...[cli, 'slo', 'report', '--file', slo, '--prometheus', prometheus.url],
    ...['--gate', 'never', '--format', 'html', '--output', page],
  ]);
  return readFileSync(page, 'utf8');
}
