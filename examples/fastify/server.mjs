// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A server whose answers need two calls of a model at once. Twenty requests come in parallel; each call must find the
// request that it was made for.
import fastify from 'fastify';
import OpenAI from 'openai';

const REQUESTS = 20;

const openai = new OpenAI({
  baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
  apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
});

/** The seed is recorded on the span, and so says for whom the call was. */
async function ask(model, seed) {
  const { choices } = await openai.chat.completions.create({
    model,
    seed,
    messages: [{ role: 'user', content: `Tell me about ${seed}.` }],
  });
  return choices[0].message.content;
}

const server = fastify();
server.post('/compare/:number', async ({ params }) => {
  const seed = Number(params.number);
  const [small, large] = await Promise.all([
    ask('gpt-4o-mini', seed),
    ask('gpt-4o', seed),
  ]);
  return { small, large };
});

const url = await server.listen({ port: 0, host: '127.0.0.1' });
const answers = await Promise.all(
  Array.from({ length: REQUESTS }, async (_, number) => {
    const response = await fetch(`${url}/compare/${number}`, {
      method: 'POST',
    });
    return response.ok;
  })
);
console.log(`${answers.filter(Boolean).length} requests were answered`);
await server.close();
