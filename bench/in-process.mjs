// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The cost of a call of fetch within one process: `node bench/in-process.mjs`. Calls with us and calls without us take
// turns, so that the ratios of one run hold on a noisy machine. The calls without us use the fetch that was there before
// us, and a dispatcher that we never see; nothing is patched in between, or the code would be cold again each time. The
// dispatchers answer at once, without sockets, so that the network's noise does not hide the cost; `--sockets` adds rounds
// over loopback.
import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';
import { sdkByHand } from './sdk-by-hand.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 40);
const WARM_UP = 20;
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
const instant = () => ({
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
});

const plain = { fetch: globalThis.fetch, dispatcher: instant() };
const watched = {
  fetch: (...args) => globalThis.fetch(...args),
  dispatcher: instant(),
};

const post = (body, dispatcher) => ({ method: 'POST', body, dispatcher });
const OTHER = 'http://127.0.0.1:8999/v1/chat/history?page=1';
const CASES = [
  {
    name: 'another URL, GET',
    calls: 200,
    run: ({ fetch, dispatcher }) => fetch(OTHER, { dispatcher }),
  },
  {
    name: 'another URL, POST',
    calls: 200,
    run: ({ fetch, dispatcher }) => fetch(OTHER, post(BODY, dispatcher)),
  },
  {
    name: 'chat, JSON answer',
    calls: 200,
    run: ({ fetch, dispatcher }) => fetch(CHAT, post(BODY, dispatcher)),
  },
  {
    name: 'chat, stream of 500 chunks',
    calls: 10,
    events: 500,
    run: ({ fetch, dispatcher }) =>
      fetch(
        CHAT.replace('/v1', '/stream/v1'),
        post(BODY.replace('{', '{"stream":true,'), dispatcher)
      ),
  },
];

async function round({ run, calls }, side) {
  const started = performance.now();
  for (let index = 0; index < calls; index++) {
    const response = await run(side);
    await response.arrayBuffer();
    // As after a real call: undici's weak references hold everything until the turn is over.
    await nextTurn();
  }
  return ((performance.now() - started) * 1000) / calls;
}

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
const figure = value => value.toFixed(1).padStart(9);

async function compare(benchCase) {
  const figures = { without: [], with: [] };
  for (let index = 0; index < ROUNDS + WARM_UP; index++) {
    const sides = [
      ['without', plain],
      ['with', watched],
    ];
    // Neither is always the one that comes after the other's garbage.
    if (index % 2 === 1) sides.reverse();
    for (const [name, side] of sides) {
      const each = await round(benchCase, side);
      if (index >= WARM_UP) figures[name].push(each);
    }
  }
  const without = percentile(figures.without, 0.1);
  const added = percentile(figures.with, 0.1) - without;
  const ratio = percentile(
    figures.without.map((each, index) => figures.with[index] / each),
    0.5
  );
  const each = benchCase.events
    ? `  ${((added * 1000) / benchCase.events).toFixed(0)} ns a chunk`
    : '';
  console.log(
    `${benchCase.name.padEnd(30)}${figure(without)}${figure(without + added)}${figure(added)}${ratio.toFixed(2).padStart(9)}${each}`
  );
}

async function table(title, cases) {
  console.log(
    `\n${title}\n${''.padEnd(30)}${['without', 'with', 'added', 'ratio']
      .map(head => head.padStart(9))
      .join('')}`
  );
  for (const benchCase of cases) await compare(benchCase);
}

/** What the SDK alone takes, which nobody who records the same can save. */
function byHand(once) {
  const figures = [];
  for (let index = 0; index < ROUNDS + WARM_UP; index++) {
    const started = performance.now();
    for (let call = 0; call < 200; call++) once();
    figures.push(((performance.now() - started) * 1000) / 200);
  }
  const each = percentile(figures.slice(WARM_UP), 0.1);
  console.log(`${'the same by hand: SDK alone'.padEnd(48)}${figure(each)}`);
}

console.log(
  `Node ${process.version}, undici ${process.versions.undici}; ${ROUNDS} interleaved rounds; µs per call, 10th percentile; ratio: median of pairs`
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const instrumentation = new GenAIInstrumentation();
await table('no SDK registered', CASES);

let spans = 0;

function registerTracer(sampler) {
  trace.disable();
  const nothing = async () => {};
  const processor = { onStart() {}, onEnd: () => spans++ };
  trace.setGlobalTracerProvider(
    new TracerProvider({
      ...(sampler && { sampler }),
      spanProcessors: [
        { ...processor, forceFlush: nothing, shutdown: nothing },
      ],
    })
  );
}

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
registerTracer({ shouldSample: () => ({ decision: 0 }), toString: () => '' });
await table('measured, spans not sampled', CASES.slice(2, 3));
registerTracer();
await table('spans recorded and measured', CASES);
const calls = CASES.slice(2).reduce((sum, each) => sum + each.calls, 0);
if (spans !== calls * (ROUNDS + WARM_UP)) {
  throw new Error(`${spans} spans: what was measured is not what is said`);
}
const begin = sdkByHand();
byHand(() => begin(() => {}).end());

instrumentation.disable();
new GenAIInstrumentation({ chunkMetrics: false });
await table('the same with chunkMetrics: false', CASES.slice(-1));

if (process.argv.includes('--sockets')) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(ANSWER);
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const over =
    path =>
    ({ fetch }) =>
      fetch(base + path, post(BODY));
  await table('over loopback sockets', [
    { name: 'another URL, POST', calls: 100, run: over('/v1/other') },
    {
      name: 'chat, JSON answer',
      calls: 100,
      run: over('/v1/chat/completions'),
    },
  ]);
  server.closeAllConnections();
  server.close();
}
process.exit(0);
