// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The application of the soak. Metrics are collected while it runs, as a scrape would.
import { setTimeout as sleep } from 'node:timers/promises';
import { context, metrics, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const SAMPLES = 60;
const task = JSON.parse(process.env.SOAK_TASK);

let spans = 0;
const nothing = () => Promise.resolve();
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({
  exporter,
  exportIntervalMillis: 2 ** 30,
  exportTimeoutMillis: 2 ** 29,
});

const spansByHand = [];

function watch() {
  registerSdk();
  new GenAIInstrumentation();
}

function registerSdk() {
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable()
  );
  trace.setGlobalTracerProvider(
    new TracerProvider({
      spanProcessors: [
        {
          onStart() {},
          onEnd: () => spans++,
          forceFlush: nothing,
          shutdown: nothing,
        },
      ],
    })
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}

function post(stream, text = 'hello') {
  return fetch(`${task.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'soak-1',
      messages: [{ role: 'user', content: text }],
      ...(stream && { stream }),
    }),
  });
}

/** Heap and buffers in use after everything that can go has gone. */
async function used() {
  for (let turn = 0; turn < 3; turn++) {
    await sleep(20);
    globalThis.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function makeCalls({ calls, streams, concurrency }) {
  const total = calls + streams;
  const every = Math.floor(total / SAMPLES);
  const streamEvery = Math.round(total / streams);
  const samples = [];
  for (let done = 0; done < total;) {
    const until = Math.min(total, done + every);
    let next = done;
    const one = async () => {
      while (next < until) {
        const stream = next++ % streamEvery === 0;
        await (await post(stream)).arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, one));
    done = until;
    if (task.watched) {
      await reader.forceFlush();
      exporter.reset();
    }
    samples.push([done, await used()]);
  }
  return samples;
}

/** Least squares: bytes a call, and the standard error of that. */
function fit(samples) {
  const count = samples.length;
  const mean = index =>
    samples.reduce((sum, sample) => sum + sample[index], 0) / count;
  const [x, y] = [mean(0), mean(1)];
  let squares = 0;
  let products = 0;
  for (const sample of samples) {
    squares += (sample[0] - x) ** 2;
    products += (sample[0] - x) * (sample[1] - y);
  }
  const slope = products / squares;
  const rest = samples.reduce(
    (sum, [at, bytes]) => sum + (bytes - y - slope * (at - x)) ** 2,
    0
  );
  return { slope, error: Math.sqrt(rest / (count - 2) / squares) };
}

async function counts() {
  await reader.forceFlush();
  let durations = 0;
  let active = 0;
  const points = exporter
    .getMetrics()
    .at(-1)
    .scopeMetrics.flatMap(scope => scope.metrics);
  for (const { descriptor, dataPoints } of points) {
    for (const { value } of dataPoints) {
      if (descriptor.name === 'gen_ai.client.operation.duration') {
        durations += value.count;
      }
      if (descriptor.name === 'genai.client.active_requests') active += value;
    }
  }
  return { spans, durations, active };
}

async function many() {
  if (task.watched) watch();
  const samples = await makeCalls(task);
  const settled = samples.slice(samples.length >> 1);
  return { ...fit(settled), ...(task.watched && (await counts())) };
}

/** More calls than what is compiled and made once for all of them. */
const WARM_UP = 200;

/** The span that anybody would begin for such a call, and its context: they are the SDK's, and open as long as the call. */
function spanByHand() {
  const span = trace.getTracer('by hand').startSpan('chat soak-1', {
    kind: SpanKind.CLIENT,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'soak-1',
      'gen_ai.request.stream': true,
      'server.address': '127.0.0.1',
      'server.port': 80,
    },
  });
  return trace.setSpan(context.active(), span);
}

async function open() {
  if (task.watched) watch();
  else registerSdk();
  const make = (stream, text) => {
    if (task.watched) return post(stream, text);
    const inside = spanByHand();
    spansByHand.push(inside);
    return context.with(inside, post, undefined, stream, text);
  };
  for (let index = 0; index < WARM_UP; index++) {
    await (await make(index % 2 === 0)).arrayBuffer();
  }
  spansByHand.length = 0;
  const before = await used();
  const readers = [];
  for (let index = 0; index < task.count; index++) {
    const body = (await make(true, 'stay open')).body.getReader();
    await body.read();
    readers.push(body);
  }
  const bytes = (await used()) - before;
  return { bytes, open: readers.length };
}

process.send(await (task.kind === 'many' ? many() : open()));
process.exit(0);
