// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startApplication } from '../../../examples/demo/application.mjs';
import { printTrees } from '../../../examples/demo/print-trees.mjs';
import { startReceiver } from '../../../examples/demo/receiver.mjs';
import { SpanIndex } from '../../../examples/demo/span-index.mjs';
import { drawTrees } from '../../support/collector.ts';
import { freePort } from '../../support/run-app.ts';
import { root } from '../install.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { until } from '../until.mjs';

export const title = 'The demo, read back from Jaeger';
export const needs = ['jaeger'];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const jaeger = await startJaeger(test);
  const sent = await runDemo(test, jaeger);
  const spans = await until('every span has come', async () => {
    const found = await jaeger.spans('genai-demo');
    return found.length === sent.length && found;
  });
  assert.deepEqual(drawTraces(spans), drawTraces(sent));
  test.step(`Jaeger has the ${spans.length} spans of the demo, as they were`);

  const printed = print(spans);
  const inReadme = tree('README.md', 'chat gpt-4o', 'gen_ai_client').map(
    withoutNumbers
  );
  for (const [first, last] of [
    ['chat gpt-4o', 'chat gpt-9'],
    ['chat gpt-9', ''],
  ]) {
    const start = inReadme.findIndex(line => line.startsWith(first));
    const end = inReadme.findIndex(line => last && line.startsWith(last));
    assertHas(
      printed.map(withoutNumbers),
      inReadme.slice(start, end === -1 ? undefined : end)
    );
  }
  test.step('both trees of README.md are among them, with their attributes');

  assertHas(
    printed.map(nameOf).filter(line => line !== undefined),
    tree('docs/jaeger.md', 'answer a customer', '**Expect**').map(nameOf)
  );
  test.step('the tree of docs/jaeger.md is among them');

  const chain = 'run an agent on a socket';
  assertHas(
    printed.map(nameOf).filter(line => line !== undefined),
    tree('docs/agents.md', chain, '[The demo]', 4)
      .map(nameOf)
      .filter(line => line !== undefined)
  );
  test.step('the chain over WebSocket of docs/agents.md is among them');
}

function drawTraces(spans) {
  const traces = new Map();
  for (const span of spans) {
    traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span]);
  }
  return [...traces.values()].map(trace => drawTrees(trace).join('\n')).sort();
}

/** What its own receiver gets; Jaeger gets the same. */
async function runDemo(test, jaeger) {
  const sent = [];
  const receiver = await startReceiver({
    onSpans: spans => sent.push(...spans),
    forwardTo: jaeger.otlpHttp,
  });
  test.use({ name: 'receiver', stop: () => receiver.close() });
  const application = await startApplication({
    otlpUrl: receiver.url,
    prometheusPort: await freePort(),
  });
  test.use({
    name: 'demo',
    async stop() {
      application.child.kill('SIGKILL');
      await application.close();
    },
  });
  await once(application.child, 'message');
  application.child.send('go');
  assert.deepEqual(await application.exited, [0, null]);
  return sent;
}

/** The lines that the demo prints of the spans that Jaeger has. */
function print(spans) {
  const index = new SpanIndex(
    spans.map(span => ({
      ...span,
      startMs: span.startMicros / 1000,
      endMs: (span.startMicros + span.durationMicros) / 1000,
      failed: span.attributes.error === true,
      attributes: Object.fromEntries(
        Object.entries(span.attributes).map(([key, value]) => [
          key,
          list(value),
        ])
      ),
    }))
  );
  const roots = index.spans.filter(span => span.parentSpanId === undefined);
  const tops = new Map(roots.map(span => [span.spanId, [span]]));
  const titles = Object.fromEntries([...tops.keys()].map(id => [id, '']));
  const lines = [];
  const { log } = console;
  console.log = (text = '') => lines.push(...text.split('\n'));
  try {
    printTrees(index, tops, titles);
  } finally {
    console.log = log;
  }
  return lines.map(line =>
    stripVTControlCharacters(line).replace(/^ {2}/, '').trimEnd()
  );
}

/** Jaeger knows lists only as text. */
function list(value) {
  return typeof value === 'string' && value.startsWith('[')
    ? JSON.parse(value)
    : value;
}

/** Lines of a document from one that begins with `first` to before one that begins with `end`, empty ones left out. */
function tree(file, first, end, indent = 7) {
  const lines = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .map(line => withoutIndent(line, indent).trimEnd());
  const start = lines.findIndex(line => line.startsWith(first));
  assert.notEqual(start, -1, `${file} has ${first}`);
  const length = lines.slice(start).findIndex(line => line.startsWith(end));
  return lines.slice(start, start + length).filter(line => line !== '');
}

function withoutIndent(line, indent) {
  return line.startsWith(' '.repeat(indent)) ? line.slice(indent) : line;
}

/** Durations are never the same twice, and tokens are told to whoever comes first. */
function withoutNumbers(line) {
  return line
    .replace(/\s+[\d.]+ m?s\b/, ' …')
    .replace(/(usage\.\w+|time_to_first_chunk)=[\d.]+/g, '$1=…');
}

function nameOf(line) {
  return /^(.*\S)\s+[\d.]+ m?s\b/.exec(line)?.[1];
}

/** That `part` is somewhere in `lines`, in one piece. */
function assertHas(lines, part) {
  assert.ok(part.length > 1);
  const has = lines.some((_, start) =>
    part.every((line, offset) => lines[start + offset] === line)
  );
  if (!has) assert.deepEqual(lines, part, 'nowhere in what was printed');
}
