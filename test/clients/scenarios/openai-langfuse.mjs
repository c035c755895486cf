// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { openaiClient, question } from './openai-client.mjs';

export { provider } from './openai.mjs';
export const once = true;
export const packages = ['openai', '@langfuse/openai'];

/** It wraps the client and keeps its span to itself: ours is the inference span of the conventions. */
async function client(c) {
  const { observeOpenAI } = await c.load('@langfuse/openai');
  return observeOpenAI(await openaiClient(c));
}

export const scenarios = [
  {
    name: 'chat',
    run: async c => (await client(c)).chat.completions.create(question),
  },
  {
    name: 'stream',
    stream: true,
    run: async c =>
      c.read(
        await (
          await client(c)
        ).chat.completions.create({
          ...question,
          stream: true,
          stream_options: { include_usage: true },
        })
      ),
  },
  {
    name: 'embeddings',
    operation: 'embeddings',
    run: async c =>
      (await client(c)).embeddings.create({
        model: 'text-embedding-3-small',
        input: ['one word', 'another'],
      }),
  },
];
