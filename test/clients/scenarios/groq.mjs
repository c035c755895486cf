// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { question, tools } from './openai-client.mjs';
import { openaiFailures } from './openai-failures.mjs';
import { openaiStreams } from './openai-streams.mjs';

export const provider = 'groq';
export const packages = ['groq-sdk'];
/** Its host is told to ours, as that of a gateway is. */
export const named = true;

async function client(c, options) {
  const { Groq } = await c.load('groq-sdk');
  return new Groq({ baseURL: c.url, apiKey: c.key, maxRetries: 0, ...options });
}

export const scenarios = [
  {
    name: 'chat',
    run: async c => (await client(c)).chat.completions.create(question),
  },
  {
    name: 'chat-tools',
    run: async c =>
      (await client(c)).chat.completions.create({ ...question, tools }),
  },
  {
    name: 'chat-with-response',
    run: async c =>
      (await client(c)).chat.completions.create(question).withResponse(),
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: async c =>
      (await client(c)).embeddings.create({
        model: 'nomic-embed-text-v1_5',
        input: 'a word',
      }),
  },
  ...openaiStreams(client),
  ...openaiFailures(client),
];
