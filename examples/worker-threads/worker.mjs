// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, propagation } from '@opentelemetry/api';
import OpenAI from 'openai';
import { workerData } from 'node:worker_threads';

const openai = new OpenAI({
  baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
  apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
});

const parent = propagation.extract(context.active(), workerData.carrier);
const completion = await context.with(parent, () =>
  openai.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: `What is a ${workerData.subject}?` }],
  })
);
console.log(completion.choices[0].message.content);
