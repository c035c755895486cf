// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { freePort, startApplication } from './application.mjs';
import { TRACES, answers, findBackend } from './backend.mjs';
import { bold, dim, duration, red } from './paint.mjs';
import { startReceiver } from './receiver.mjs';
import { isGenAI } from './span-index.mjs';

const PROMETHEUS_PORT = 9464;

/** Two calls a second until Ctrl-C, with a line for each; pages to open meanwhile. */
export async function serve() {
  const backend = await findBackend();
  const taken = await answers(`http://127.0.0.1:${PROMETHEUS_PORT}`);
  const prometheusPort = taken ? await freePort() : PROMETHEUS_PORT;
  const receiver = await startReceiver({
    onSpans: spans => spans.filter(isGenAI).forEach(printCall),
    forwardTo: backend,
  });
  const application = await startApplication({
    otlpUrl: receiver.url,
    prometheusPort,
    serve: true,
  });

  const metrics = `http://127.0.0.1:${prometheusPort}/metrics`;
  console.log(`${bold('metrics')}  ${metrics}`);
  console.log(`${bold('traces')}   ${backend ? TRACES : noJaeger}`);
  console.log(dim('about two calls a second; Ctrl-C ends it\n'));

  const asked = new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  const failed = application.exited.then(([code]) => ({ code }));
  const end = await Promise.race([asked, failed]);
  // The terminal sends Ctrl-C to both of us; whoever sends SIGTERM sends it to one.
  if (end?.code === undefined) application.child.kill('SIGTERM');
  const last = setTimeout(() => application.child.kill('SIGKILL'), 5000);
  await application.exited;
  clearTimeout(last);
  await Promise.all([application.close(), receiver.close()]);
  if (end?.code === undefined) return 0;
  console.error(red(`The application ended by itself with ${end.code}.`));
  return 1;
}

const noJaeger =
  'only printed below; `docker compose -f docker-compose.otel.yml up` starts a Jaeger';

function printCall({ name, startMs, endMs, attributes }) {
  const time = new Date(endMs).toTimeString().slice(0, 8);
  const took = duration(endMs - startMs).padStart(8);
  const error = attributes['error.type'];
  const provider = (attributes['gen_ai.provider.name'] ?? 'mcp').padEnd(9);
  console.log(
    `${dim(time)} ${took}  ${provider} ${name} ${error ? red(error) : ''}`
  );
}
