// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Prints tokens as they arrive, and when the first one did.
import OpenAI from 'openai';

const openai = new OpenAI({
  baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
  apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
});

const startedAt = performance.now();
const stream = await openai.chat.completions.create({
  // The mock sends a chunk of this one every 150 ms.
  model: process.env.MODEL ?? 'mock-slow-stream',
  messages: [{ role: 'user', content: 'What is a stream?' }],
  stream: true,
  // Without it the API reports no tokens, and then none are recorded: nothing is counted by guess.
  stream_options: { include_usage: true },
});

let first;
try {
  for await (const chunk of stream) {
    first ??= performance.now() - startedAt;
    process.stdout.write(chunk.choices[0]?.delta.content ?? '');
  }
} catch (error) {
  process.stdout.write(` … (${error.message})`);
}
console.log(`\n(first chunk after ${(first / 1000).toFixed(3)} s)`);
