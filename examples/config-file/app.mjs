// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application without any client library: its calls are seen all the same.
const baseUrl = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1';
const key = process.env.OPENAI_API_KEY ?? 'mock-key';

const response = await fetch(`${baseUrl}/chat/completions`, {
  method: 'POST',
  headers: {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
  },
  body: JSON.stringify({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'What is a histogram?' }],
  }),
});
const { choices, error } = await response.json();
console.log(error?.message ?? choices[0].message.content);
