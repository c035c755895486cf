// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run demo`: every kind of call, every kind of failure, and what is seen of them. See README.md here.
import { parseArgs } from 'node:util';
import { freePort, startApplication } from './application.mjs';
import { TRACES, findBackend } from './backend.mjs';
import { green, red } from './paint.mjs';
import { printMetrics } from './print-metrics.mjs';
import { printTable } from './print-table.mjs';
import { printTrees } from './print-trees.mjs';
import { startReceiver } from './receiver.mjs';
import { serve } from './serve.mjs';
import { SpanIndex } from './span-index.mjs';
import { verify } from './verify.mjs';

const DEADLINE_MS = 50_000;

const { values: options } = parseArgs({
  options: { serve: { type: 'boolean', default: false } },
});
process.exitCode = options.serve ? await serve() : await demo();

async function demo() {
  const startedAt = performance.now();
  const spans = [];
  const backend = await findBackend();
  const receiver = await startReceiver({
    onSpans: received => spans.push(...received),
    forwardTo: backend,
  });
  const prometheusPort = await freePort();
  const application = await startApplication({
    otlpUrl: receiver.url,
    prometheusPort,
  });
  const deadline = setTimeout(() => {
    console.error(`The application did not end within ${DEADLINE_MS} ms.`);
    application.child.kill('SIGKILL');
  }, DEADLINE_MS);

  try {
    const tally = await report(application);
    if (tally === undefined) {
      console.error(red('The application ended before it made its calls.'));
      return 1;
    }
    const url = `http://127.0.0.1:${prometheusPort}/metrics`;
    const page = await metricsPage(url);
    application.child.send('go');
    const [exitCode] = await application.exited;

    const index = new SpanIndex(spans);
    const requests = application.requests();
    const turns = application.turns();
    const connections = application.connections();
    printTrees(index, topSpans(index, requests, turns), tally.saw);
    printMetrics(page, url);
    printTable(page);
    if (backend) console.log(`\nIn Jaeger: ${TRACES}`);
    const holds = verify({
      index,
      requests,
      turns,
      connections,
      tally,
      page,
      exitCode,
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      holds
        ? green(`\nEvery call was seen, once. (${seconds} s)`)
        : red('\nThe lines marked ✗ do not hold.')
    );
    return holds ? 0 : 1;
  } finally {
    clearTimeout(deadline);
    application.child.kill();
    await Promise.all([application.close(), receiver.close()]);
  }
}

/** What the application says when all its calls are made; nothing if it ends first. */
function report({ child, exited }) {
  return Promise.race([
    new Promise(resolve => child.once('message', resolve)),
    exited.then(() => undefined),
  ]);
}

/** The page of the application's Prometheus exporter; nothing where nobody serves it, which will then be noticed. */
async function metricsPage(url) {
  try {
    const response = await fetch(url);
    return response.ok ? await response.text() : '';
  } catch (error) {
    console.error(red(`No metrics at ${url}: ${error.cause ?? error}`));
    return '';
  }
}

/** For each kind of call the topmost spans of the first one, found by the requests and turns that the mock got. */
function topSpans(index, requests, turns) {
  const kinds = new Map();
  const lines = [
    ...requests.map(request => ({
      headers: request.headers,
      line: index.lineOfRequest(request),
    })),
    ...turns.map(turn => ({
      headers: turn.connection.headers,
      line: index.lineOfTurn(turn),
    })),
  ];
  for (const { headers, line } of lines) {
    const [kind, number] = (headers['x-demo-call'] ?? '').split('#');
    const top = line.at(-1);
    if (number !== '0' || top === undefined) continue;
    const tops = kinds.get(kind) ?? [];
    if (!tops.includes(top)) kinds.set(kind, [...tops, top]);
  }
  const refused = index
    .genAI()
    .find(span => span.attributes['error.type'] === 'ECONNREFUSED');
  if (refused) kinds.set('connection refused', [refused]);
  return kinds;
}
