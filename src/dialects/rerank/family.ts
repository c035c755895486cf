// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { openaiRoutes } from '../openai/routes.ts';
import { rerank } from './rerank.ts';
import { rerankRoute } from './routes.ts';

const embeddings = {
  dialect: 'openai-embeddings',
  operation: 'embeddings',
} as const;

/** Embeddings of images and of chunks, in addition to the usual ones: https://docs.voyageai.com/reference */
const voyageEmbeddings = [
  { path: '/multimodalembeddings', ...embeddings },
  { path: '/contextualizedembeddings', ...embeddings },
] as const;

/** Reranking: orders documents by how well they answer a query. Its vendors offer embeddings, too. */
export const rerankFamily = defineFamily({
  dialects: { rerank },
  providers: [
    {
      name: 'voyage',
      hosts: ['api.voyageai.com', 'ai.mongodb.com'],
      routes: [...voyageEmbeddings, ...openaiRoutes, rerankRoute],
    },
    { name: 'jina', hosts: ['api.jina.ai'] },
  ],
  unknownHosts: [
    {
      ...rerankRoute,
      provider: 'cohere',
      after: /\/v2$/,
      mustName: ['model', 'query', 'documents'],
    },
    {
      ...rerankRoute,
      provider: 'openai',
      mustName: ['model', 'query', 'documents'],
    },
    ...voyageEmbeddings.map(route => ({
      ...route,
      provider: 'voyage',
      mustName: ['model', 'inputs'],
    })),
  ],
});
