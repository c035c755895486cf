// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run slo:cost`: the cost of the rules of 5 objectives with 8 targets each, in a Prometheus that has
// thirty days of their base series: recorded series, and the CPU time of an evaluation.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseObjectives, rulesOf } from '../../dist/esm/slo/index.js';

const OBJECTIVES = `service: chat
prometheus: { selector: 'job="chat"', names: js }
objectives:
  - { name: availability, kind: availability, target: 99.9 }
  - { name: errors, kind: errorRate, max: 0.1 }
  - { name: latency, kind: latency, threshold: 2s, target: 99 }
  - { name: first-words, kind: latency, metric: time_to_first_chunk, threshold: 1s, target: 95 }
  - { name: spend, kind: cost, budget: 500, groupBy: [provider, model] }
`;
const MODELS = Array.from({ length: 8 }, (_, index) => `model-${index + 1}`);
const DAYS = 30;
const MINUTES = DAYS * 1440;
const PROCESSES = 3;
const OUTCOMES = ['good', 'bad', 'excluded'];
const CALLS_A_SECOND = 2;
const SCRAPE_SECONDS = 15;
const LOOKBACK_MINUTES = 12;

const folder = mkdtempSync(join(tmpdir(), 'genai-cost-'));
const ended = [];
try {
  await measure();
} finally {
  for (const end of ended.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  const rules = rulesOf(parseObjectives(OBJECTIVES));
  const started = Date.now() / 1000;
  const app = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain');
    response.end(metrics(Date.now() / 1000 - started));
  }).listen(0, '127.0.0.1');
  await once(app, 'listening');
  ended.push(() => new Promise(resolve => app.close(resolve)));

  const data = join(folder, 'data');
  await writePast(join(folder, 'past.om'), started);
  await ends('promtool', [
    // One block: promtool reads the whole file for each.
    ...['tsdb', 'create-blocks-from', '--max-block-duration=768h'],
    'openmetrics',
    ...[join(folder, 'past.om'), data],
  ]);
  const web = `127.0.0.1:${await freePort()}`;
  const url = `http://${web}`;
  for (const { name, file } of rules) {
    // Their own intervals would take ten minutes.
    const groups = file.groups.map(group => ({ ...group, interval: '5s' }));
    writeFileSync(
      join(folder, `${name}.rules.yml`),
      JSON.stringify({ groups })
    );
  }
  const { port } = app.address();
  writeFileSync(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: `${SCRAPE_SECONDS}s` },
      rule_files: ['*.rules.yml'],
      scrape_configs: [
        ...Array.from({ length: PROCESSES }, (_, index) => ({
          job_name: `chat-${index}`,
          static_configs: [
            {
              targets: [`127.0.0.1:${port}`],
              labels: { job: 'chat', instance: `process-${index}` },
            },
          ],
        })),
        { job_name: 'prometheus', static_configs: [{ targets: [web] }] },
      ],
    })
  );
  const server = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${web}`,
      '--storage.tsdb.retention.time=60d',
      '--web.enable-lifecycle',
    ],
    { stdio: 'ignore' }
  );
  ended.push(async () => {
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
  });
  const ask = query => answer(url, query);
  // Each group three times: what one layer records is scraped and read by the next.
  const groups = rules.flatMap(({ file }) => file.groups);
  for (;;) {
    const done = await ask(
      'count(prometheus_rule_group_iterations_total >= 3)'
    ).catch(() => []);
    if (Number(done[0]?.value[1] ?? 0) >= groups.length) break;
    await setTimeout(1000);
  }

  const one = async query => Number((await ask(query))[0]?.value[1] ?? 0);
  const count = groups.flatMap(group => group.rules).length;
  console.log(
    `5 objectives × ${MODELS.length} targets, ${PROCESSES} processes, ${DAYS} days of base series, a sample a minute, a scrape each ${SCRAPE_SECONDS} s`
  );
  console.log(`rules: ${count} in ${groups.length} groups`);
  console.log(
    `recorded series: ${await one('count({__name__=~"genai_slo:.+"})')}`
  );
  console.log(
    `series of one process: ${await one('count({job="chat",instance="process-0",__name__=~"gen_?ai_.+"})')}, of the counter of events ${await one('count(genai_slo_events_total{instance="process-0"})')}`
  );
  // Without the rules, and each of them asked for once: CPU time does not depend on what else the machine does.
  writeFileSync(join(folder, 'prometheus.yml'), '{}');
  await fetch(`${url}/-/reload`, { method: 'POST' });
  const kinds = {
    'base, each minute': ':base',
    'windows up to 6h, each minute': ':windows',
    'windows from 1d on, each 2 minutes': ':long-windows',
    'alerts, each 30 s': ':alerts',
    'causes, each minute': ':_causes',
    'report, each 5 minutes': ':_report$',
    'failures that histograms miss, each minute': ':unseen$',
  };
  for (const [what, name] of Object.entries(kinds)) {
    const before = await cpuSeconds(url);
    const asked = groups.filter(group => new RegExp(name).test(group.name));
    for (const { expr } of asked.flatMap(group => group.rules)) {
      await ask(expr);
    }
    const milliseconds = 1000 * ((await cpuSeconds(url)) - before);
    console.log(`${what}: ${milliseconds.toFixed(0)} ms of CPU`);
  }
}

/** CPU time of a Prometheus up to now. */
async function cpuSeconds(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

/** Counters of one process, as they are after so many seconds. */
function metrics(seconds) {
  const calls = CALLS_A_SECOND * (seconds + 1000);
  const lines = [];
  for (const model of MODELS) {
    const labels = `gen_ai_provider_name="openai",gen_ai_request_model="${model}",gen_ai_operation_name="chat"`;
    for (const [name, bounds] of Object.entries({
      duration: [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300],
      time_to_first_chunk: [
        0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 60,
      ],
    })) {
      for (const type of ['', ',error_type="500"', ',error_type="429"']) {
        const share = type === '' ? 1 : 0.0002;
        const series = `gen_ai_client_operation_${name}`;
        for (const bound of [...bounds, '+Inf']) {
          const below = bound === '+Inf' ? 1 : 1 - Math.exp(-bound * 4);
          lines.push(
            `${series}_bucket{${labels}${type},le="${bound}"} ${Math.floor(calls * share * below)}`
          );
        }
        lines.push(
          `${series}_count{${labels}${type}} ${Math.floor(calls * share)}`,
          `${series}_sum{${labels}${type}} ${calls * share}`
        );
      }
    }
    for (const slo of ['availability', 'errors', 'latency', 'first-words']) {
      for (const outcome of OUTCOMES) {
        const share = outcome === 'good' ? 1 : 0.0004;
        lines.push(
          `genai_slo_events_total{${labels},slo="${slo}",outcome="${outcome}"} ${Math.floor(calls * share)}`
        );
      }
    }
    lines.push(`genai_client_cost_total{${labels}} ${calls * 0.001}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Thirty days of the base series, a sample a minute, and the last minutes of the processes, up to now. */
async function writePast(path, now) {
  const file = createWriteStream(path);
  const end = Math.floor(now / 60) * 60;
  const series = [
    ...['availability', 'errors', 'latency', 'first-words'].flatMap(slo => [
      { name: 'genai_slo:total:rate5m', slo, value: 6 },
      { name: 'genai_slo:bad:rate5m', slo, value: 0.0024 },
    ]),
    { name: 'genai_slo:cost:rate5m', slo: 'spend', value: 0.0001 },
  ].sort((a, b) => a.name.localeCompare(b.name));
  let family = '';
  for (const { name, slo, value } of series) {
    if (name !== family) file.write(`# TYPE ${name} gauge\n`);
    family = name;
    for (const model of MODELS) {
      const labels = `{service="chat",slo="${slo}",gen_ai_provider_name="openai",gen_ai_request_model="${model}"}`;
      for (let minute = MINUTES; minute > 0; minute -= 1000) {
        const lines = [];
        for (let at = minute; at > Math.max(0, minute - 1000); at--) {
          lines.push(`${name}${labels} ${value} ${end - 60 * at}`);
        }
        if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
      }
    }
  }
  writeScrapes(file, now);
  file.end('# EOF\n');
  await once(file, 'finish');
}

/** What the scrapes of the last minutes read: base rules look back over them. */
function writeScrapes(file, now) {
  const families = new Map();
  for (let back = 60 * LOOKBACK_MINUTES; back > 0; back -= SCRAPE_SECONDS) {
    for (const line of metrics(-back).trimEnd().split('\n')) {
      const [, name, labels, value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line);
      const lines = families.get(name) ?? [];
      families.set(name, lines);
      for (let process = 0; process < PROCESSES; process++) {
        lines.push(
          `${name}{job="chat",instance="process-${process}",${labels}} ${value} ${(now - back).toFixed(3)}`
        );
      }
    }
  }
  for (const [name, lines] of families) {
    file.write(`# TYPE ${name} unknown\n${lines.join('\n')}\n`);
  }
}

async function answer(url, query) {
  const response = await fetch(
    `${url}/api/v1/query?${new URLSearchParams({ query })}`
  );
  return (await response.json()).data.result;
}

async function ends(command, words) {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', text => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${words.join(' ')}: ${output}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}
