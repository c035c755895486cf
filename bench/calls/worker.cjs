// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
// One client process of the bench. Asked for {kind, calls, collect}, it makes that many calls one after another, and
// answers with the CPU time of one in µs. `collect`: all garbage is collected before and after them. The instrumentation,
// if any, was loaded by --require.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const { BENCH_CLIENTS: clients, BENCH_URL: url } = process.env;
const load = createRequire(join(clients, 'index.js'));
const messages = [
  { role: 'user', content: 'Tell me something about foxes and dogs, please.' },
];
const model = 'gpt-4o';

const openai = lazily(() => {
  const { OpenAI } = load('openai');
  const client = new OpenAI({
    apiKey: 'none',
    baseURL: `${url}/v1`,
    maxRetries: 0,
  });
  return globalThis.benchWrapsClient?.(client) ?? client;
});
const anthropic = lazily(() => {
  const { Anthropic } = load('@anthropic-ai/sdk');
  return new Anthropic({ apiKey: 'none', baseURL: url, maxRetries: 0 });
});
const toClaude = { model: 'claude-opus-4-8', max_tokens: 100, messages };

const CALLS = {
  async openaiChat() {
    await openai().chat.completions.create({ model, messages });
  },
  async openaiStream() {
    const stream = await openai().chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    return count(stream);
  },
  async fetchChat() {
    const response = await post({ model, messages });
    await response.json();
  },
  async fetchStream() {
    const response = await post({ model, messages, stream: true });
    return count(response.body);
  },
  async anthropicChat() {
    await anthropic().messages.create(toClaude);
  },
  async anthropicStream() {
    return count(
      await anthropic().messages.create({ ...toClaude, stream: true })
    );
  },
};

function lazily(make) {
  let made;
  return () => (made ??= make());
}

function post(body) {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function count(iterable) {
  let parts = 0;
  for await (const part of iterable) if (part !== undefined) parts++;
  return parts;
}

async function measure({ kind, calls, collect }) {
  if (collect) globalThis.gc();
  const before = globalThis.benchSpans ?? 0;
  const started = process.cpuUsage();
  for (let call = 0; call < calls; call++) await CALLS[kind]();
  const { user, system } = process.cpuUsage(started);
  if (collect) globalThis.gc();
  return {
    cpu: (user + system) / calls,
    spans: (globalThis.benchSpans ?? 0) - before,
    heap: process.memoryUsage().heapUsed,
  };
}

process.on('message', question => {
  measure(question).then(
    answer => process.send(answer),
    error => process.send({ error: String(error.stack) })
  );
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
