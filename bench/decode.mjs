// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What it costs to read a stream, per 333-byte event of an OpenAI chat, and then to scan large bodies (scan.mjs), and
// what whole calls of 100 MB cost (large.mjs, of the built package).
// Run: npm run build && node --expose-gc --import tsx bench/decode.mjs
import { createDecoder } from '../src/decode/decoder.ts';

const EVENTS = 2000;
const ROUNDS = 60;
const WARM_UP = 15;
const EVENT_BYTES = 333;

const options = {
  contentType: 'text/event-stream; charset=utf-8',
  contentEncoding: undefined,
  maxBodyBytes: 4 * 1024 * 1024,
  everyEvent: false,
  readEvery: false,
  early: { onEvent() {} },
};

function event(index) {
  const chunk = {
    id: 'chatcmpl-0123456789abcdefghijklmnopqrs',
    object: 'chat.completion.chunk',
    created: 1790000000,
    model: 'gpt-4o-mini-2024-07-18',
    service_tier: 'default',
    system_fingerprint: 'fp_0123456789',
    choices: [
      {
        index: 0,
        delta: { content: ` word${index}` },
        logprobs: null,
        finish_reason: null,
      },
    ],
    usage: null,
    padding: '',
  };
  const bare = `data: ${JSON.stringify(chunk)}\n\n`;
  chunk.padding = 'x'.repeat(Math.max(0, EVENT_BYTES - bare.length));
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}

const events = Array.from({ length: EVENTS }, (_, index) => event(index));
const whole = Buffer.concat([...events, Buffer.from('data: [DONE]\n\n')]);
const sets = {
  'one event a chunk': events,
  '64 KiB chunks': slices(whole, 64 * 1024),
  '100 B chunks': slices(whole, 100),
};
const asArrays = chunks =>
  chunks.map(
    chunk => new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)
  );

function slices(bytes, size) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += size) {
    parts.push(bytes.subarray(at, at + size));
  }
  return parts;
}

let sink = 0;
function decode(chunks, everyEvent) {
  const decoder = createDecoder({ ...options, everyEvent });
  for (const chunk of chunks) sink += decoder.push(chunk);
  sink += decoder.end().values.length;
}

const ways = {
  'timestamp + count': chunks => {
    let count = 0;
    let last = 0;
    for (const chunk of chunks) {
      last = performance.now();
      count += chunk.length > 0 ? 1 : 0;
    }
    sink += count + last;
  },
  'our decoder': chunks => decode(chunks, false),
  'our decoder, every event': chunks => decode(chunks, true),
  'JSON.parse of all events': chunks => {
    const decoder = new TextDecoder();
    let rest = '';
    for (const chunk of chunks) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(
        '\n'
      );
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('data: {')) {
          sink += JSON.parse(line.slice(6)).choices.length;
        }
      }
    }
  },
};

const cases = [];
for (const [set, chunks] of Object.entries(sets)) {
  for (const [way, run] of Object.entries(ways)) {
    cases.push({ set, way, run: () => run(chunks), times: [] });
  }
}
const arrays = asArrays(events);
cases.push({
  set: 'one event a chunk',
  way: 'our decoder, plain Uint8Array',
  run: () => decode(arrays, false),
  times: [],
});

// Interleaved, so that a slow moment of the machine meets all of them.
for (let round = 0; round < ROUNDS + WARM_UP; round++) {
  for (const item of cases) {
    const start = process.hrtime.bigint();
    item.run();
    const taken = Number(process.hrtime.bigint() - start);
    if (round >= WARM_UP) item.times.push(taken / EVENTS);
  }
}

console.log(
  `${process.version}, ${EVENTS} events of ${(whole.length / EVENTS).toFixed(0)} B, p10 of ${ROUNDS} rounds`
);
for (const set of Object.keys(sets)) {
  const rows = cases.filter(item => item.set === set);
  for (const row of rows) {
    row.times.sort((a, b) => a - b);
    row.p10 = row.times[Math.floor(row.times.length / 10)];
  }
  const ours = rows.find(row => row.way === 'our decoder').p10;
  console.log(`\n${set}`);
  for (const { way, p10 } of rows) {
    console.log(
      `  ${way.padEnd(32)} ${p10.toFixed(0).padStart(6)} ns/event  ${(p10 / ours).toFixed(2).padStart(6)} x ours`
    );
  }
}
if (sink === 0) console.log(sink);

console.log('');
await import('./scan.mjs');
await import('./large.mjs');
