// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { cohereChat } from './chat.ts';
import { cohereEmbeddings } from './embeddings.ts';

const chat = { dialect: 'cohere-chat', operation: 'chat' } as const;
const embed = {
  dialect: 'cohere-embeddings',
  operation: 'embeddings',
} as const;

/** Cohere, in both versions: https://docs.cohere.com/reference/about. Its ranking is the usual one (src/dialects/rerank/). */
export const cohereFamily = defineFamily({
  dialects: {
    'cohere-chat': cohereChat,
    'cohere-embeddings': cohereEmbeddings,
  },
  providers: [
    {
      name: 'cohere',
      hosts: ['api.cohere.com', 'api.cohere.ai'],
      routes: [
        { path: '/v2/chat', ...chat },
        { path: '/v2/embed', ...embed },
        { path: '/v1/chat', ...chat },
        { path: '/v1/embed', ...embed },
        ...usualRoutes,
      ],
    },
  ],
  // The paths of version 1 are too ambiguous on other hosts than Cohere's.
  unknownHosts: [
    {
      path: '/v2/chat',
      ...chat,
      provider: 'cohere',
      mustName: ['model', 'messages'],
      mustAnswer: true,
    },
    {
      path: '/v2/embed',
      ...embed,
      provider: 'cohere',
      mustName: ['model', ['texts', 'images', 'inputs']],
    },
  ],
});
