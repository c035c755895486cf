// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Reads a slow stream. GRACEFUL: to its end, whatever the signal.
const headers = {
  'content-type': 'application/json',
  authorization: 'Bearer mock-key',
  'x-mock-scenario': 'slow-stream',
};
const body = JSON.stringify({
  model: 'gpt-4o',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
});

async function main() {
  const url = `${process.env.LLM_URL}/chat/completions`;
  const response = await fetch(url, { method: 'POST', headers, body });
  let chunks = 0;
  for await (const _ of response.body) {
    if (++chunks === 2) console.log('begun');
  }
  console.log('read');
}

if (process.env.GRACEFUL) process.on('SIGTERM', () => console.log('closing'));
void main();
