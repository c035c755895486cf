// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What the instrumentation costs: `npm run bench`. Machines are shared and noisy, so each round runs without us and
// with us in turn, and the figures to read are the ratios of one run. No sockets: a dispatcher answers at once, so
// that the cost is not lost in the noise of the network; `--sockets` adds rounds over loopback.
import { createServer } from 'node:http';
import { metrics, trace } from '@opentelemetry/api';
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 40);
const CHAT = 'http://127.0.0.1:8999/v1/chat/completions';
const BODY = JSON.stringify({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'x'.repeat(800) }],
});
const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-4o-mini-2024-07-18',
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
const chunk = index =>
  Buffer.from(
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-4o-mini-2024-07-18',
      service_tier: 'default',
      system_fingerprint: 'fp_1234567890',
      choices: [
        {
          index: 0,
          delta: { content: ` token${index}` },
          logprobs: null,
          finish_reason: null,
        },
      ],
      usage: null,
      obfuscation: 'abcdefghijklmnopqrstuvwxyz'.repeat(2),
    })}\n\n`
  );
const CHUNKS = Array.from({ length: 500 }, (_, index) => chunk(index));
CHUNKS.push(Buffer.from('data: [DONE]\n\n'));

/** Speaks to both generations of dispatch handlers; answers with scripted bytes, without a socket. */
const instant = {
  dispatch({ path }, handler) {
    const streaming = path.includes('stream');
    const type = streaming ? 'text/event-stream' : 'application/json';
    const parts = streaming ? CHUNKS : [ANSWER];
    if (typeof handler.onRequestStart === 'function') {
      const controller = {
        abort() {},
        pause() {},
        resume() {},
        paused: false,
        aborted: false,
        reason: null,
        rawHeaders: [Buffer.from('content-type'), Buffer.from(type)],
      };
      handler.onRequestStart(controller, {});
      handler.onResponseStart?.(
        controller,
        200,
        { 'content-type': type },
        'OK'
      );
      for (const part of parts) handler.onResponseData?.(controller, part);
      handler.onResponseEnd?.(controller, {});
    } else {
      handler.onConnect(() => {});
      const headers = [Buffer.from('content-type'), Buffer.from(type)];
      handler.onHeaders(200, headers, () => {}, 'OK');
      for (const part of parts) handler.onData(part);
      handler.onComplete([]);
    }
    return true;
  },
};

const post = (body, extra) => ({ method: 'POST', body, ...extra });
const other = 'http://127.0.0.1:8999/v1/chat/history?page=1';
const CASES = [
  {
    name: 'another URL, GET',
    calls: 300,
    run: () => fetch(other, { dispatcher: instant }),
  },
  {
    name: 'another URL, POST',
    calls: 300,
    run: () => fetch(other, post(BODY, { dispatcher: instant })),
  },
  {
    name: 'chat, JSON answer',
    calls: 300,
    run: () => fetch(CHAT, post(BODY, { dispatcher: instant })),
  },
  {
    name: 'chat, stream of 500 chunks',
    calls: 5,
    events: 500,
    run: () =>
      fetch(
        CHAT.replace('/v1', '/stream/v1'),
        post(BODY.replace('{', '{"stream":true,'), { dispatcher: instant })
      ),
  },
];

async function round({ run, calls }) {
  const started = performance.now();
  for (let index = 0; index < calls; index++) {
    const response = await run();
    await response.arrayBuffer();
  }
  return ((performance.now() - started) * 1000) / calls;
}

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
const figure = value => value.toFixed(1).padStart(9);

async function compare(benchCase, instrumentation) {
  const without = [];
  const with_ = [];
  instrumentation.disable();
  for (let index = 0; index < ROUNDS + 3; index++) {
    const plain = await round(benchCase);
    instrumentation.enable();
    const watched = await round(benchCase);
    instrumentation.disable();
    if (index < 3) continue; // warm-up
    without.push(plain);
    with_.push(watched);
  }
  const p10 = [percentile(without, 0.1), percentile(with_, 0.1)];
  const median = percentile(
    without.map((plain, index) => with_[index] / plain),
    0.5
  );
  const added = p10[1] - p10[0];
  const each = benchCase.events
    ? `  ${((added * 1000) / benchCase.events).toFixed(0)} ns a chunk`
    : '';
  console.log(
    `${benchCase.name.padEnd(30)}${figure(p10[0])}${figure(p10[1])}${figure(added)}${median.toFixed(3).padStart(9)}${each}`
  );
}

async function table(title, cases, instrumentation) {
  console.log(
    `\n${title}\n${''.padEnd(30)}${['without', 'with', 'added', 'ratio']
      .map(head => head.padStart(9))
      .join('')}`
  );
  for (const benchCase of cases) await compare(benchCase, instrumentation);
}

console.log(
  `Node ${process.version}, undici ${process.versions.undici}; ${ROUNDS} interleaved rounds; µs per call, 10th percentile; ratio: median of pairs`
);
const instrumentation = new GenAIInstrumentation();
await table('no SDK registered', CASES, instrumentation);

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
metrics.setGlobalMeterProvider(
  new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(0),
        exportIntervalMillis: 1e8,
      }),
    ],
  })
);
await table(
  'recording: tracer and meter provider of the SDK',
  CASES,
  instrumentation
);
await table(
  'recording, chunkMetrics: false',
  CASES.slice(-1),
  new GenAIInstrumentation({ chunkMetrics: false, enabled: false })
);

if (process.argv.includes('--sockets')) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(ANSWER);
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const over = path => () => fetch(base + path, post(BODY));
  await table(
    'over loopback sockets',
    [
      { name: 'another URL, POST', calls: 100, run: over('/v1/other') },
      {
        name: 'chat, JSON answer',
        calls: 100,
        run: over('/v1/chat/completions'),
      },
    ],
    instrumentation
  );
  server.closeAllConnections();
  server.close();
}
process.exit(0);
