// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { ResolvedConfig } from '../../config/config.ts';
import { CALLS, judge } from './evidence.ts';
import { note, type Environment, type Finding } from './finding.ts';
import { startReceiver } from './receiver.ts';

const LIMIT_MS = 15_000;

/**
 * Runs in a process of its own, with the flags under test: makes the calls, has sent what is recorded of them, and says
 * so. A setup in code may hold things back for a minute, whatever variables say.
 */
const APPLICATION = `
const http = require('node:http');
const wait = require('node:util').promisify(setTimeout);
const url = process.env.OTEL_GENAI_DOCTOR_URL + '/v1/chat/completions';
const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
const body = model => JSON.stringify({ model, messages: [{ role: 'user', content: 'Are you well?' }] });
const byFetch = async () => (await fetch(url, { ...options, body: body('${CALLS.fetch}') })).text();
const byHttp = () => new Promise((resolve, reject) => {
  const request = http.request(url, options, response => response.resume().on('end', resolve));
  request.on('error', reject).end(body('${CALLS['node:http']}'));
});
async function flush() {
  const { trace, metrics } = require('@opentelemetry/api');
  const tracers = trace.getTracerProvider();
  await Promise.all([tracers.getDelegate?.() ?? tracers, metrics.getMeterProvider()].map(each => each.forceFlush?.()));
}
// A setup may start after an await.
wait(500)
  .then(() => Promise.all([byFetch(), byHttp()]))
  .then(() => wait(300))
  .then(() => flush().catch(() => {}))
  .then(() => process.send('sent'));
setInterval(() => {}, 1000);
`;

/** Two calls by an application with these flags of Node.js, to a model on loopback; and what is recorded of them. */
export async function probe(
  flags: readonly string[],
  environment: Environment,
  config: Pick<ResolvedConfig, 'profile' | 'slo'>
): Promise<Finding[]> {
  const receiver = await startReceiver();
  const child = spawn(process.execPath, [...flags, '--eval', APPLICATION], {
    env: environmentOf(environment, receiver.url),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', text => (said += text));
  try {
    const over = new AbortController();
    await Promise.race([
      once(child, 'message'),
      once(child, 'close'),
      wait(LIMIT_MS, undefined, { signal: over.signal }),
    ]);
    over.abort();
    const text = said.trim();
    return [
      // A warning, or why it could not start: then no span has come, either.
      ...(text === '' ? [] : [note(`the application said: ${text}`)]),
      ...judge(receiver, config),
    ];
  } finally {
    child.kill('SIGKILL');
    receiver.close();
  }
}

/** The user's own environment, but that everything comes to us, and soon. */
function environmentOf(
  environment: Environment,
  url: string
): NodeJS.ProcessEnv {
  const elsewhere =
    /^OTEL_EXPORTER_OTLP_|^OTEL_(TRACES|METRICS|LOGS)_EXPORTER$|^OTEL_TRACES_SAMPLER/;
  const kept = Object.entries(environment).filter(
    ([name]) => !elsewhere.test(name)
  );
  return {
    ...Object.fromEntries(kept),
    OTEL_GENAI_DOCTOR_URL: url,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_METRIC_EXPORT_INTERVAL: '500',
    OTEL_METRIC_EXPORT_TIMEOUT: '500',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}
