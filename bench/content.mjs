// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What a request of 10 MB costs: `node bench/content.mjs`. CPU time of the process, without us, with content off, and with
// content captured on spans. The application does what it must: it makes the JSON and hands it to fetch, and a dispatcher
// reads the bytes and answers at once. `BENCH_ROUNDS` rounds of each, in turn; the medians, and their ratios.
import { trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const CHAT = 'http://127.0.0.1:8999/v1/chat/completions';
const image = Buffer.alloc(7_500_000, 0xa5).toString('base64');
const words = 'All the words of a long history. ';
const REQUESTS = {
  'one image': [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } },
  ],
  '3 MB of texts': Array.from({ length: 300 }, () => ({
    type: 'text',
    text: words.repeat(300),
  })),
  '10 MB of texts': Array.from({ length: 1000 }, () => ({
    type: 'text',
    text: words.repeat(300),
  })),
};
const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-1',
    model: 'gpt-4o-2024-08-06',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'An image.' },
        finish_reason: 'stop',
      },
    ],
  })
);

/** Speaks to both generations of dispatch handlers; reads the request, and answers without a socket. */
const instant = {
  dispatch({ body }, handler) {
    void answer(body, handler);
    return true;
  },
};

async function answer(body, handler) {
  for await (const _ of body) {
    // As a socket would take it.
  }
  const type = 'application/json';
  if (typeof handler.onRequestStart === 'function') {
    const controller = {
      abort() {},
      pause() {},
      resume() {},
      rawHeaders: [Buffer.from('content-type'), Buffer.from(type)],
    };
    handler.onRequestStart(controller, {});
    handler.onResponseStart?.(controller, 200, { 'content-type': type }, 'OK');
    handler.onResponseData?.(controller, ANSWER);
    handler.onResponseEnd?.(controller, {});
  } else {
    handler.onConnect(() => {});
    const headers = [Buffer.from('content-type'), Buffer.from(type)];
    handler.onHeaders(200, headers, () => {}, 'OK');
    handler.onData(ANSWER);
    handler.onComplete([]);
  }
}

async function call(content) {
  const response = await fetch(CHAT, {
    method: 'POST',
    body: JSON.stringify({
      messages: [{ role: 'user', content }],
      model: 'gpt-4o',
    }),
    dispatcher: instant,
  });
  await response.text();
}

async function measured(content) {
  const before = process.cpuUsage();
  await call(content);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

trace.setGlobalTracerProvider(new TracerProvider());
const off = new GenAIInstrumentation({ enabled: false });
const on = new GenAIInstrumentation({
  enabled: false,
  captureContent: 'span',
});
const modes = { 'without us': undefined, 'content off': off, 'on spans': on };

const median = values =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(
  `Node ${process.version}; ${ROUNDS} rounds; ms of CPU per call, and the ratio to without us`
);
for (const [name, content] of Object.entries(REQUESTS)) {
  const times = Object.fromEntries(Object.keys(modes).map(mode => [mode, []]));
  for (let round = 0; round < ROUNDS + 2; round++) {
    for (const [mode, instrumentation] of Object.entries(modes)) {
      instrumentation?.enable();
      const taken = await measured(content);
      instrumentation?.disable();
      if (round >= 2) times[mode].push(taken);
    }
  }
  const base = median(times['without us']);
  const columns = Object.entries(times).map(([mode, values]) => {
    const value = median(values);
    return `${mode} ${value.toFixed(1)} (${(value / base).toFixed(2)})`;
  });
  console.log(`${name.padEnd(16)} ${columns.join('   ')}`);
}
process.exit(0);
