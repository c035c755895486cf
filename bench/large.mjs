// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An answer of 100 MB and a request of 100 MB, by fetch and by node:http, without us and with us: what the span says of
// them, how long the event loop is busy for us per MB, and how much we hold while they pass.
// Run: npm run build && node --expose-gc bench/large.mjs [MB]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { request as httpRequest } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';

const MB = 1e6;
const ROUNDS = 11;
/** Bytes after which memory is measured, and milliseconds in which the transport gives its buffers back. */
const STEP = 5 * MB;
const PAUSE = 20;
const code =
  'const a = { "key": "value", b: `x` };\n  if (a["key"] === "value") {\n\treturn "text \\"quoted\\"";\n  }\n';
const prose =
  'The old man said "wait" to the sea, and it waited. Nobody in the village had seen such a thing before.\n';

/** Texts of JSON strings, repeated up to the size of a body. */
const KINDS = {
  base64: 'AbC+'.repeat(16 * 1024),
  code: JSON.stringify(code.repeat(500)).slice(1, -1),
  prose: JSON.stringify(prose.repeat(500)).slice(1, -1),
};

/** Answers in a thread of its own, whose time is not ours. */
async function serve() {
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', async () => {
      const [, kind, megabytes, inSteps] = request.url.split('/');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":"c","choices":[{"message":{"content":"');
      const piece = Buffer.from(KINDS[kind]);
      let step = 0;
      for (let sent = 0; sent < megabytes * MB; sent += piece.length) {
        if (!response.write(piece)) {
          await new Promise(resolve => response.once('drain', resolve));
        }
        step += piece.length;
        if (inSteps === 'steps' && step >= STEP) {
          step = 0;
          await new Promise(resolve => parentPort.once('message', resolve));
        }
      }
      response.end(
        '"},"finish_reason":"stop"}],"model":"m-1","usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}'
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    parentPort.postMessage(server.address().port);
  });
}

/** One call; `each` is called with the length of each piece that came or went. */
const ways = {
  'answer, fetch': async ({ origin, kind, size, pace, each }) => {
    const response = await fetch(
      `${origin}/${kind}/${size}/${pace}/v1/chat/completions`,
      {
        method: 'POST',
        body: '{"model":"m","messages":[]}',
      }
    );
    for await (const bytes of response.body) each(bytes.length);
  },
  'answer, node:http': ({ origin, kind, size, pace, each }) =>
    post(
      `${origin}/${kind}/${size}/${pace}/v1/chat/completions`,
      each,
      request => request.end('{"model":"m","messages":[]}')
    ),
  'request, fetch': async ({ origin, kind, size, each }) => {
    const url = `${origin}/${kind}/0/whole/v1/chat/completions`;
    const response = await fetch(url, {
      method: 'POST',
      duplex: 'half',
      body: ReadableStream.from(pieces(kind, size, each)),
    });
    await response.arrayBuffer();
  },
  'request, node:http': ({ origin, kind, size, each }) =>
    post(
      `${origin}/${kind}/0/whole/v1/chat/completions`,
      () => {},
      async request => {
        for await (const piece of pieces(kind, size, each)) {
          if (!request.write(piece)) {
            await new Promise(resolve => request.once('drain', resolve));
          }
        }
        request.end();
      }
    ),
};

function post(url, each, send) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST' }, response => {
      response.on('data', bytes => each(bytes.length));
      response.on('end', resolve);
    });
    request.on('error', reject);
    void send(request);
  });
}

/** A body whose model comes last. */
async function* pieces(kind, size, each) {
  yield Buffer.from('{"messages":[{"role":"user","content":"');
  const piece = Buffer.from(KINDS[kind]);
  for (let sent = 0; sent < size * MB; sent += piece.length) {
    yield piece;
    await each(piece.length);
  }
  yield Buffer.from('"}],"model":"m"}');
}

async function main() {
  const size = Number(process.argv[2] ?? 100);
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise(resolve => worker.once('message', resolve));
  const origin = `http://127.0.0.1:${port}`;
  const { instrumentation, spans } = instrumented();
  const measure = async (watched, run) => {
    if (watched) instrumentation.enable();
    else instrumentation.disable();
    return run();
  };
  console.log(
    `${process.version}, ${size} MB, CPU time of the thread: median of the differences of ${ROUNDS} interleaved rounds with us and without us; in brackets their quartiles\n`
  );
  for (const [way, run] of Object.entries(ways)) {
    for (const kind of Object.keys(KINDS)) {
      const busy = { plain: [], watched: [], added: [], parse: [] };
      const megabyte = textOf(kind);
      const held = {};
      for (let round = 0; round < ROUNDS; round++) {
        for (const who of ['plain', 'watched']) {
          const time = await measure(who === 'watched', () =>
            busyOf(() => run({ origin, kind, size, pace: 'whole', each() {} }))
          );
          busy[who].push(time / size);
        }
        busy.added.push(busy.watched.at(-1) - busy.plain.at(-1));
        const start = threadTime();
        for (let turn = 0; turn < 10; turn++) JSON.parse(megabyte);
        busy.parse.push((threadTime() - start) / 10);
      }
      for (const who of ['plain', 'watched', 'watched', 'plain']) {
        const bytes = await measure(who === 'watched', () =>
          heldBy(
            each => run({ origin, kind, size, pace: 'steps', each }),
            () => worker.postMessage('go on')
          )
        );
        held[who] = Math.min(bytes, held[who] ?? Infinity);
      }
      const facts = spans.at(-1)?.attributes ?? {};
      const [low, added, high] = quartiles(busy.added);
      console.log(
        `${way.padEnd(19)} ${kind.padEnd(7)} ${added.toFixed(2)} ms/MB (${low.toFixed(2)} to ${high.toFixed(2)}; ${quartiles(busy.plain)[1].toFixed(2)} without us; JSON.parse ${quartiles(busy.parse)[1].toFixed(2)})  ` +
          `${((held.watched - held.plain) / 1024).toFixed(0)} KiB held  ${[
            facts['gen_ai.request.model'],
            facts['gen_ai.response.model'],
            facts['gen_ai.usage.input_tokens'],
            facts['gen_ai.usage.output_tokens'],
            facts['gen_ai.response.finish_reasons'],
          ].join(' ')}`
      );
    }
  }
  await worker.terminate();
}

/** A megabyte of JSON, for comparison. */
function textOf(kind) {
  const piece = KINDS[kind];
  return `"${piece.repeat(Math.ceil(MB / piece.length))}"`;
}

/** Milliseconds in which the thread computed. */
async function busyOf(run) {
  const before = threadTime();
  await run();
  return threadTime() - before;
}

/** CPU time of this thread, which the load of the machine does not change; else the time that its loop did not wait. */
function threadTime() {
  if (process.threadCpuUsage !== undefined) {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  }
  try {
    const path = `/proc/self/task/${process.pid}/schedstat`;
    return Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.eventLoopUtilization().active;
  }
}

/**
 * Most bytes that are alive in the middle of a call, beyond those before it. The call pauses after each step until nothing
 * is on its way, because buffers of the transport are not ours.
 *
 * @param goOn lets the server send the next step
 */
async function heldBy(run, goOn) {
  if (globalThis.gc === undefined) return NaN;
  const alive = async () => {
    // Memory of buffers is freed in another thread, after the collection.
    for (let turn = 0; turn < 2; turn++) {
      globalThis.gc();
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = await alive();
  let most = 0;
  let passed = 0;
  await run(async length => {
    passed += length;
    if (passed < STEP) return;
    passed = 0;
    await new Promise(resolve => setTimeout(resolve, PAUSE));
    most = Math.max(most, (await alive()) - before);
    goOn();
  });
  return most;
}

function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map(
    part => sorted[Math.floor(part * values.length)]
  );
}

function instrumented() {
  const require = createRequire(import.meta.url);
  const { context, trace } = require('@opentelemetry/api');
  const {
    AsyncLocalStorageContextManager,
  } = require('@opentelemetry/context-async-hooks');
  const { GenAIInstrumentation } = require('../dist/cjs/index.js');
  const spans = [];
  const sdk = require('@opentelemetry/sdk-trace');
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable()
  );
  const processor = {
    onStart() {},
    onEnd: span => spans.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const Provider = sdk.TracerProvider ?? sdk.BasicTracerProvider;
  trace.setGlobalTracerProvider(new Provider({ spanProcessors: [processor] }));
  return { instrumentation: new GenAIInstrumentation(), spans };
}

if (isMainThread) await main();
else serve();
