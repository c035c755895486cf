// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application that knows nothing of telemetry. It asks by the client of a vendor, and by plain fetch.
const OpenAI = require('openai').default;

const baseURL = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1';
const apiKey = process.env.OPENAI_API_KEY ?? 'mock-key';
const question = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'What is a span?' }],
};

async function main() {
  const openai = new OpenAI({ baseURL, apiKey });
  const completion = await openai.chat.completions.create(question);
  console.log(completion.choices[0].message.content);

  const response = await fetch(`${baseURL}/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ ...question, model: 'gpt-4o' }),
  });
  const { choices } = await response.json();
  console.log(choices[0].message.content);
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
