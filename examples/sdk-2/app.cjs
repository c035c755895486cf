// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application as you may have one: it calls a model, and knows nothing of telemetry.
const OpenAI = require('openai').default;

const openai = new OpenAI({
  baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
  apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
});

async function main() {
  const completion = await openai.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'What is a span?' }],
  });
  console.log(completion.choices[0].message.content);
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
