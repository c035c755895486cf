// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Two models are asked at once, by `openai` and by plain `fetch`.
import OpenAI from 'openai';

const baseURL = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1';
const apiKey = process.env.OPENAI_API_KEY ?? 'mock-key';
const openai = new OpenAI({ baseURL, apiKey });

/** The seed is recorded on the span, and so says for whom the call was. */
function question(model: string, seed: number) {
  const content = `Tell me about ${seed}.`;
  return { model, seed, messages: [{ role: 'user' as const, content }] };
}

export async function POST(
  _request: Request,
  { params }: { params: Promise<{ number: string }> }
) {
  const seed = Number((await params).number);
  const [small, large] = await Promise.all([
    openai.chat.completions.create(question('gpt-4o-mini', seed)),
    fetch(`${baseURL}/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(question('gpt-4o', seed)),
    }),
  ]);
  return Response.json({ small, large: await large.json() });
}
