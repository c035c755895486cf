// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A stream by the AI SDK, passed on as it comes.
import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai';

const openai = createOpenAI({
  baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
  apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
});

export async function GET(
  { signal }: Request,
  { params }: { params: Promise<{ number: string }> }
) {
  const seed = Number((await params).number);
  const result = streamText({
    model: openai.chat('gpt-4.1'),
    seed,
    prompt: `Tell me more of ${seed}.`,
    abortSignal: signal,
  });
  return result.toTextStreamResponse();
}
