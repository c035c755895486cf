// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// npm run test:e2e: what a user does, from the README's install line to a query in Prometheus. Prometheus and promtool
// are used where they are installed (Debian: the package prometheus); what was left out is said at the end.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';
import { pack } from '../matrix/install.mjs';

register();
const { drawTrees, startCollector } = await import('../support/collector.ts');
const { startLlm } = await import('../support/llm.ts');
const { freePort, REGISTER } = await import('../support/run-app.ts');

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'genai-e2e-'));
const skipped = [];
const running = [];

try {
  install();
  const llm = await startLlm();
  const collector = await startCollector();
  const port = await freePort();
  const app = startApp({
    LLM_URL: llm.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    OTEL_SERVICE_NAME: 'e2e',
  });
  await app.said('Hello.');
  step('the application has called a model');

  await checkMetrics(port);
  await checkPrometheus(port);

  const { signal } = await app.ended('SIGTERM');
  assert.equal(signal, 'SIGTERM');
  assert.deepEqual(drawTrees(collector.spans()), ['chat gpt-4o', '  POST']);
  assert.deepEqual(
    collector.spans().map(({ resource }) => resource['service.name']),
    ['e2e', 'e2e']
  );
  step('its spans came over OTLP, the last ones on SIGTERM');
  assert.equal(app.stderr(), '');
  await llm.close();
  await collector.close();
} finally {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
console.log(skipped.length === 0 ? '\nNothing was skipped.' : '');
for (const what of skipped) console.log(`SKIPPED ${what}`);

function step(text) {
  console.log(`✔ ${text}`);
}

/** As the README says, with the packed package in place of the published one. */
function install() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, rest] =
    /npm install opentelemetry-instrumentation-genai( @opentelemetry\/sdk-node.*)$/m.exec(
      readme
    ) ?? [];
  assert.ok(rest, 'the README has an install line');
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const packages = rest.trim().split(/\s+/);
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', ['install', pack(), ...packages, ...flags], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const file of ['call.cjs', 'end.cjs']) {
    cpSync(join(root, 'test', 'fixtures', 'apps', file), join(folder, file));
  }
  step(`installed: ${packages.join(' ')}`);
}

function startApp(env) {
  const child = start(process.execPath, ['--require', REGISTER, 'end.cjs'], {
    cwd: folder,
    env: { PATH: process.env.PATH, END: 'wait', ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', text => (stderr += text));
  return {
    stderr: () => stderr,
    said: text =>
      new Promise((resolve, reject) => {
        child.stdout.on('data', piece => {
          stdout += piece;
          if (stdout.includes(text)) resolve();
        });
        child.on('exit', () => reject(new Error(`ended: ${stderr}`)));
      }),
    ended: signal =>
      new Promise(resolve => {
        child.on('close', (code, by) => resolve({ code, signal: by }));
        child.kill(signal);
      }),
  };
}

function start(command, args, options) {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

async function checkMetrics(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  assert.match(text, /^gen_ai_client_operation_duration_count\{.*\} 1$/m);
  step('/metrics has the call');
  if (!has('promtool')) {
    skipped.push('promtool check metrics: promtool is not installed');
    return;
  }
  const { status, stdout, stderr } = spawnSync(
    'promtool',
    ['check', 'metrics'],
    {
      input: text,
      encoding: 'utf8',
    }
  );
  assert.equal(status, 0, stdout + stderr);
  step('promtool check metrics is content');
}

async function checkPrometheus(port) {
  if (!has('prometheus')) {
    skipped.push('a scrape by Prometheus: prometheus is not installed');
    return;
  }
  const web = await freePort();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `scrape_configs:
  - job_name: e2e
    scrape_interval: 1s
    static_configs:
      - targets: ['127.0.0.1:${port}']
`
  );
  const prometheus = start('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${web}`,
  ]);
  prometheus.stderr.resume();
  prometheus.stdout.resume();
  const count = await query(
    web,
    'gen_ai_client_operation_duration_count{job="e2e",gen_ai_request_model="gpt-4o"}'
  );
  assert.deepEqual(count, ['1']);
  const buckets = await query(
    web,
    'count(gen_ai_client_operation_duration_bucket{job="e2e"})'
  );
  // Fourteen boundaries of the convention, and +Inf.
  assert.deepEqual(buckets, ['15']);
  prometheus.kill();
  step('Prometheus has scraped it, every bucket');
}

/** The values that `expression` has, once it has any; Prometheus has twenty seconds for it. */
async function query(port, expression) {
  const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`;
  const limit = performance.now() + 20_000;
  for (;;) {
    try {
      const answer = await (await fetch(url)).json();
      const values = answer.data.result.map(({ value }) => value[1]);
      if (values.length > 0 && values[0] !== '0') return values;
    } catch {
      // Not up yet.
    }
    if (performance.now() > limit) throw new Error(`no value: ${expression}`);
    await new Promise(done => setTimeout(done, 250));
  }
}

function has(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
