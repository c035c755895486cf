// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../family.ts';

/** The paths of OpenAI's formats, in the order in which they must be tried. */
export const openaiRoutes = [
  { path: '/chat/completions', dialect: 'openai-chat', operation: 'chat' },
  {
    path: '/completions',
    dialect: 'openai-completions',
    operation: 'text_completion',
  },
  { path: '/responses', dialect: 'openai-responses', operation: 'chat' },
  // The answer has the usage of the model that compacts: https://platform.openai.com/docs/api-reference/responses/compact
  {
    path: '/responses/compact',
    dialect: 'openai-responses',
    operation: 'chat',
  },
  {
    path: '/embeddings',
    dialect: 'openai-embeddings',
    operation: 'embeddings',
  },
] as const satisfies readonly Route[];

/** Only chat completions, for providers that implement no other OpenAI format. */
export const chatRoute = openaiRoutes[0];
