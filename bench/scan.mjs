// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What it costs to scan a large body, by what it is made of, beside JSON.parse of the same; and what a body of 100 MB keeps
// in memory. Run: node --expose-gc --import tsx bench/scan.mjs
import { createDecoder } from '../src/decode/decoder.ts';
import { JsonMembers } from '../src/decode/scan/members.ts';
import { scan } from '../src/decode/scan/select.ts';

const MB = 1e6;
const ROUNDS = 25;
const CHUNK = 64 * 1024;
const WANTED = new Set(['model', 'temperature', 'stream']);

const code =
  'const a = { "key": "value", b: `x` };\n  if (a["key"] === "value") {\n\treturn "text \\"quoted\\"";\n  }\n';
const prose =
  'The old man said "wait" to the sea, and it waited. Nobody in the village had seen such a thing before.\n';
const fill = text => text.repeat(Math.ceil(MB / text.length)).slice(0, MB);
const says = content => ({ messages: [{ role: 'user', content }] });
const contents = {
  code: says(fill(code)),
  'JSON in a string': says(
    JSON.stringify(
      Array.from({ length: 20_000 }, (_, id) => ({
        id,
        name: `n${id}`,
        v: 'x',
      }))
    )
  ),
  base64: says(fill('AbC+')),
  prose: says(fill(prose)),
  'short strings': {
    messages: Array.from({ length: 22_000 }, (_, index) => ({
      role: 'user',
      content: `message ${index}`,
    })),
  },
  vectors: {
    data: Array.from({ length: 32 }, (_, index) => ({
      index,
      embedding: Array.from({ length: 1536 }, () => Math.random() - 0.5),
    })),
  },
};

function readRequest(source) {
  const members = new JsonMembers(WANTED);
  scan(members, source);
  return members.end();
}

function readAnswer(bytes) {
  const decoder = decoderOf('application/json');
  for (let at = 0; at < bytes.length; at += CHUNK) {
    decoder.push(bytes.subarray(at, at + CHUNK));
  }
  return decoder.end();
}

function decoderOf(contentType) {
  return createDecoder({
    contentType,
    contentEncoding: undefined,
    maxBodyBytes: 4 * 1024 * 1024,
    everyEvent: false,
    readEvery: false,
    early: { onEvent() {} },
  });
}

const ways = {
  'JSON.parse': ({ text }) => JSON.parse(text),
  'request, text': ({ text }) => readRequest(text),
  'request, bytes': ({ bytes }) => readRequest(bytes),
  answer: ({ bytes }) => readAnswer(bytes),
};

const cases = [];
for (const [name, value] of Object.entries(contents)) {
  const text = JSON.stringify({ ...value, model: 'm' });
  const bytes = Buffer.from(text);
  for (const [way, run] of Object.entries(ways)) {
    const item = { name, way, run: () => run({ text, bytes }), times: [] };
    cases.push({ ...item, megabytes: bytes.length / MB });
  }
}
// Interleaved, so that a slow moment of the machine meets all of them.
for (let round = 0; round < ROUNDS + 5; round++) {
  for (const item of cases) {
    const start = performance.now();
    item.run();
    const taken = (performance.now() - start) / item.megabytes;
    if (round >= 5) item.times.push(taken);
  }
}
console.log(
  `${process.version}, ms per MB, first quartile of ${ROUNDS} rounds; in brackets: of JSON.parse`
);
for (const name of Object.keys(contents)) {
  const row = cases.filter(item => item.name === name);
  const [parse, ...ours] = row.map(({ times }) => {
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length / 4)];
  });
  const columns = ours.map(
    (time, index) =>
      `${row[index + 1].way} ${time.toFixed(3)} (${(time / parse).toFixed(2)})`
  );
  console.log(
    `  ${name.padEnd(17)} JSON.parse ${parse.toFixed(2)}  ${columns.join('  ')}`
  );
}

/** What is held in the middle of a body, which comes out of one buffer that is there before. */
function held(make, piece) {
  const target = make();
  const collect = globalThis.gc ?? (() => {});
  collect();
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  target.push(Buffer.from('{"data":['));
  const before = used();
  let most = 0;
  for (let sent = 0, step = 0; sent < 100 * MB; sent += piece.length, step++) {
    target.push(piece);
    if (step % 200 === 0) most = Math.max(most, used() - before);
  }
  target.push(Buffer.from('0],"model":"m","usage":{"total_tokens":5}}'));
  return [most, JSON.stringify(target.end())];
}

if (globalThis.gc === undefined) {
  console.log('\nFor the memory of 100 MB run with --expose-gc.');
} else {
  console.log('\n100 MB: most bytes held beside the body, and what was read');
  const pieces = {
    code: `{"text":${JSON.stringify(fill(code).slice(0, 60_000))}},`,
    base64: `{"image":"${'AbC+'.repeat(15_000)}"},`,
    vectors: `{"embedding":[${'0.123456,'.repeat(6000)}1]},`,
    'short strings': '{"role":"user","content":"word"},'.repeat(1900),
  };
  for (const [name, text] of Object.entries(pieces)) {
    const piece = Buffer.from(text);
    const [answer, body] = held(() => decoderOf('application/json'), piece);
    const [request, members] = held(() => new JsonMembers(WANTED), piece);
    console.log(
      `  ${name.padEnd(15)} answer ${(answer / 1024).toFixed(0)} KiB …${body.slice(-80)}\n` +
        `  ${''.padEnd(15)} request ${(request / 1024).toFixed(0)} KiB ${members}`
    );
  }
}
