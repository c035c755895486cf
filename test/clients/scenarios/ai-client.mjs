// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

export const prompt = 'How is the weather?';

export const models = {
  openai: async (c, name = 'gpt-4o-mini', options) => {
    const { createOpenAI } = await c.load('@ai-sdk/openai');
    const url = { baseURL: `${c.url}/v1`, apiKey: c.key };
    return createOpenAI({ ...url, ...options }).chat(name);
  },
  responses: async c => {
    const { createOpenAI } = await c.load('@ai-sdk/openai');
    const url = { baseURL: `${c.url}/v1`, apiKey: c.key };
    return createOpenAI(url).responses('gpt-4o-mini');
  },
  anthropic: async c => {
    const { createAnthropic } = await c.load('@ai-sdk/anthropic');
    const url = { baseURL: `${c.url}/v1`, apiKey: c.key };
    return createAnthropic(url)('claude-haiku-4-5');
  },
  google: async c => {
    const { createGoogleGenerativeAI } = await c.load('@ai-sdk/google');
    const url = { baseURL: `${c.url}/v1beta`, apiKey: c.key };
    return createGoogleGenerativeAI(url)('gemini-2.5-flash');
  },
};

/** Without what is random: the ids that the package gives. */
const seen = ({ text, finishReason, usage, toolCalls, warnings }) => ({
  text,
  finishReason,
  usage,
  toolNames: toolCalls.map(({ toolName, input }) => [toolName, input]),
  warnings,
});

export async function generate(c, options, model) {
  const { generateText } = await c.load('ai');
  const answer = await generateText({
    model: model ?? (await models.openai(c)),
    prompt,
    maxRetries: 0,
    ...options,
  });
  return seen(answer);
}

export async function begin(c, options, model) {
  const { streamText } = await c.load('ai');
  return streamText({
    model: model ?? (await models.openai(c)),
    prompt,
    maxRetries: 0,
    onError: ({ error }) => c.see({ onError: error }),
    ...options,
  });
}

export async function tools(c) {
  const [{ tool, stepCountIs }, { z }] = await Promise.all([
    c.load('ai'),
    c.load('zod'),
  ]);
  const weather = tool({
    description: 'The weather of a city',
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => `Sunny in ${city}.`,
  });
  return { tools: { weather }, stopWhen: stepCountIs(3) };
}

export const slowly = c =>
  models.openai(c, 'mock-slow-stream', {
    headers: { 'x-mock-delay-ms': '25' },
  });
