// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** What clients of OpenAI's shape are asked. */
export const question = {
  model: 'gpt-4o-mini',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'How is the weather?' },
  ],
};

export const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'The weather of a city',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
    },
  },
];

/** A client of OpenAI's own package. */
export async function openaiClient(c, options) {
  const { OpenAI } = await c.load('openai');
  return new OpenAI({
    baseURL: `${c.url}/v1`,
    apiKey: c.key,
    maxRetries: 0,
    ...options,
  });
}
