// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A primary with two workers. Each process measures for itself and sends what it measured itself.
const cluster = require('node:cluster');
const OpenAI = require('openai').default;

const WORKERS = 2;
const CALLS = 3;

async function work() {
  const openai = new OpenAI({
    baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
    apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
  });
  for (let call = 0; call < CALLS; call++) {
    await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'What is a cluster?' }],
    });
  }
  console.log(`worker ${cluster.worker.id}: ${CALLS} answers`);
  // Without its channel nothing keeps the worker alive: it ends by itself, and what it has measured is sent first.
  cluster.worker.disconnect();
}

if (cluster.isPrimary) {
  for (let worker = 0; worker < WORKERS; worker++) cluster.fork();
} else {
  work().catch(error => {
    console.error(error.message);
    process.exitCode = 1;
    cluster.worker.disconnect();
  });
}
