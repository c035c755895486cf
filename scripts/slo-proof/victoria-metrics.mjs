// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { selectorOf, valuesOf } from './series.mjs';

const DAY = 86_400;
/** Seconds until VictoriaMetrics shows what was written. */
const VISIBLE = 3;

/** VictoriaMetrics and vmalert, where they are installed: the past is imported, and the rules are replayed over it. */
export function victoriaMetrics() {
  const missing = ['victoria-metrics', 'vmalert'].filter(
    command => spawnSync(command, ['-version']).error !== undefined
  );
  if (missing.length > 0) {
    console.log(`SKIPPED ${missing.join(', ')}: not installed`);
    return [];
  }
  return [
    {
      name: 'VictoriaMetrics, vmalert',
      play: byVmalert,
      keepFiring: false,
      oneByOne: true,
      atOnce: 10,
    },
  ];
}

async function byVmalert({ series, minutes, silent }, folder, rules) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Midnight two days ago: stories begin with the day.
  const begin = (Math.floor(Date.now() / 1000 / DAY) - 2) * DAY;
  const server = spawn(
    'victoria-metrics',
    [
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-search.latencyOffset=0s',
      '-search.disableCache',
    ],
    { stdio: 'ignore' }
  );
  try {
    await until(() => fetch(`${url}/health`).then(({ ok }) => ok));
    const lines = series.flatMap(one =>
      valuesOf(one, minutes).flatMap((value, minute) =>
        value === undefined
          ? []
          : [`${selectorOf(one)} ${value} ${(begin + 60 * minute) * 1000}`]
      )
    );
    await fetch(`${url}/api/v1/import/prometheus`, {
      method: 'POST',
      body: lines.join('\n'),
    });
    await setTimeout(VISIBLE * 1000);
    const files = rules.map(({ name, file }) => {
      const path = join(folder, `${name}.vm.yml`);
      // Each group is replayed on its own: all are of a minute, and in order.
      // A replay cannot ask for what an annotation says, and the pages do not depend on it.
      const groups = file.groups.map(group => ({
        ...group,
        interval: '1m',
        rules: group.rules.map(({ annotations: _, ...rule }) => rule),
      }));
      writeFileSync(path, JSON.stringify({ groups }));
      return path;
    });
    for (const file of files) await replay(url, file, begin, minutes);
    const ask = async query => {
      const to = begin + 60 * minutes;
      const answer = await fetch(
        `${url}/api/v1/query_range?${new URLSearchParams({
          query,
          start: String(begin),
          end: String(to),
          step: '60s',
          nocache: '1',
        })}`
      );
      return (await answer.json()).data.result;
    };
    const firing = 'ALERTS{alertstate="firing"';
    const pages = await ask(`${firing},severity="page"}`);
    const quiet = await ask(`${firing},alertname="${silent ?? 'none'}"}`);
    const first = Math.min(...pages.map(({ values }) => values[0][0]));
    return {
      pages: pages.length,
      first: pages.length === 0 ? 0 : Math.ceil((first - begin) / 60),
      silent: quiet.length,
    };
  } finally {
    const ended = new Promise(resolve => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  }
}

function replay(url, file, begin, minutes) {
  const iso = seconds => new Date(seconds * 1000).toISOString();
  const child = spawn('vmalert', [
    `-rule=${file}`,
    `-datasource.url=${url}`,
    `-remoteWrite.url=${url}`,
    '-remoteWrite.flushInterval=200ms',
    // A replay evaluates a rule at each step, which is five minutes unless given, whatever the interval of its group.
    '-datasource.queryStep=1m',
    `-replay.timeFrom=${iso(begin)}`,
    `-replay.timeTo=${iso(begin + 60 * minutes)}`,
    `-replay.rulesDelay=${VISIBLE}s`,
    '-replay.disableProgressBar',
  ]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code =>
      code === 0 ? resolve() : reject(new Error(output.slice(-3000)))
    );
  });
}

async function until(ready) {
  for (let tries = 0; tries < 100; tries++) {
    if (await ready().catch(() => false)) return;
    await setTimeout(100);
  }
  throw new Error('victoria-metrics did not become ready');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}
