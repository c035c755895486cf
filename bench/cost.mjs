// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What the option `cost` adds to a call: `node bench/cost.mjs`, after a build. Each round runs all the ways in turn, so
// that the noise of the machine meets all of them; a dispatcher answers at once, without a socket.
import { metrics, trace } from '@opentelemetry/api';
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 60);
const CALLS = 200;
const MODEL = 'gpt-4.1';
const BODY = JSON.stringify({
  model: MODEL,
  messages: [{ role: 'user', content: 'x'.repeat(800) }],
});
const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-4.1-2025-04-14',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'y'.repeat(2000) },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 },
  })
);
const HEADERS = { 'content-type': 'application/json' };

const instant = {
  dispatch(_options, handler) {
    if (typeof handler.onRequestStart === 'function') {
      const controller = { abort() {}, pause() {}, resume() {} };
      handler.onRequestStart(controller, {});
      handler.onResponseStart?.(controller, 200, HEADERS, 'OK');
      handler.onResponseData?.(controller, ANSWER);
      handler.onResponseEnd?.(controller, {});
    } else {
      handler.onConnect(() => {});
      const headers = Object.entries(HEADERS).flat().map(Buffer.from);
      handler.onHeaders(200, headers, () => {}, 'OK');
      handler.onData(ANSWER);
      handler.onComplete([]);
    }
    return true;
  },
};

async function round() {
  const started = performance.now();
  for (let index = 0; index < CALLS; index++) {
    const response = await fetch('http://127.0.0.1:8999/v1/chat/completions', {
      method: 'POST',
      body: BODY,
      dispatcher: instant,
    });
    await response.arrayBuffer();
  }
  return ((performance.now() - started) * 1000) / CALLS;
}

trace.setGlobalTracerProvider(
  new TracerProvider({
    spanProcessors: [
      {
        onStart() {},
        onEnd() {},
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  })
);
const reader = new PeriodicExportingMetricReader({
  exporter: new InMemoryMetricExporter(0),
  exportIntervalMillis: 1e8,
});
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const watching = cost =>
  new GenAIInstrumentation({
    cost,
    enabled: false,
    providers: [{ name: 'openai', hosts: ['127.0.0.1'] }],
  });
const prices = { openai: { [MODEL]: { input: 2, output: 8 } } };
const ways = {
  'cost off': watching(false),
  'cost, a table of prices': watching({ prices, library: false }),
  'cost, @pydantic/genai-prices': watching(true),
};
const times = Object.fromEntries(Object.keys(ways).map(name => [name, []]));
for (let index = 0; index < ROUNDS + 3; index++) {
  // Another one goes first each time: what a round leaves to the collector, the next one pays.
  const order = Object.entries(ways);
  order.push(...order.splice(0, index % order.length));
  for (const [name, instrumentation] of order) {
    instrumentation.enable();
    const each = await round();
    instrumentation.disable();
    // Without sockets nothing lets the price list be loaded; the first rounds do.
    await new Promise(resolve => setTimeout(resolve, index < 3 ? 200 : 0));
    if (index >= 3) times[name].push(each); // the first are warm-up
  }
}

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
const figure = value => value.toFixed(1).padStart(9);
const off = times['cost off'];

console.log(
  `Node ${process.version}; ${ROUNDS} interleaved rounds of ${CALLS} calls; µs per call, 10th percentile; added: median of pairs`
);
for (const [name, values] of Object.entries(times)) {
  const added = percentile(
    values.map((value, index) => value - off[index]),
    0.5
  );
  console.log(
    `${name.padEnd(30)}${figure(percentile(values, 0.1))}${figure(added)}`
  );
}
const { resourceMetrics } = await reader.collect();
for (const { descriptor, dataPoints } of resourceMetrics.scopeMetrics.flatMap(
  scope => scope.metrics
)) {
  if (!descriptor.name.startsWith('genai.client.cost')) continue;
  const sum = dataPoints.reduce((total, { value }) => total + value, 0);
  console.log(`${descriptor.name} ${sum} ${descriptor.unit}`);
}
process.exit(0);
