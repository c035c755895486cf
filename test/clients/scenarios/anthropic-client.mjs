// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

export const question = {
  model: 'claude-haiku-4-5',
  max_tokens: 100,
  system: 'Be brief.',
  messages: [{ role: 'user', content: 'How is the weather?' }],
};

export const tools = [
  {
    name: 'get_weather',
    description: 'The weather of a city',
    input_schema: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    },
  },
];

export async function client(c, options) {
  const { Anthropic } = await c.load('@anthropic-ai/sdk');
  return new Anthropic({
    baseURL: c.url,
    apiKey: c.key,
    maxRetries: 0,
    ...options,
  });
}
