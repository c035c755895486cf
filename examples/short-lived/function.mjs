// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A function as AWS Lambda runs it: an event comes in, an answer goes out, and from then on time stands still.
import { flush } from './telemetry.mjs';
import { trace } from '@opentelemetry/api';
import OpenAI from 'openai';

const openai = new OpenAI({
  baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
  apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
});
const tracer = trace.getTracer('application');

async function handle(event) {
  return tracer.startActiveSpan('invocation', async span => {
    try {
      const { choices } = await openai.chat.completions.create({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: event.question }],
      });
      return choices[0].message.content;
    } finally {
      span.end();
    }
  });
}

process.on('message', async event => {
  const answer = await handle(event).finally(flush);
  process.send(answer);
});
