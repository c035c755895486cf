// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily, type Route } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { watsonxChat } from './chat.ts';
import { watsonxEmbeddings } from './embeddings.ts';
import { watsonxGeneration } from './generation.ts';

const dialects = {
  'watsonx-chat': watsonxChat,
  'watsonx-generation': watsonxGeneration,
  'watsonx-embeddings': watsonxEmbeddings,
};

const chat = { dialect: 'watsonx-chat', operation: 'chat' } as const;
const generation = {
  dialect: 'watsonx-generation',
  operation: 'text_completion',
} as const;

/** Paths for a model, or for a deployment of one: /ml/v1/text/chat, /ml/v1/deployments/{deployment}/text/chat. */
const watsonxRoutes: readonly Route<keyof typeof dialects>[] = [
  { path: '/text/chat', under: '/ml/v1/', ...chat },
  { path: '/text/chat_stream', under: '/ml/v1/', ...chat },
  { path: '/text/generation', under: '/ml/v1/', ...generation },
  { path: '/text/generation_stream', under: '/ml/v1/', ...generation },
  {
    path: '/text/embeddings',
    under: '/ml/v1/',
    dialect: 'watsonx-embeddings',
    operation: 'embeddings',
  },
];

/** IBM watsonx.ai: https://cloud.ibm.com/apidocs/watsonx-ai */
export const watsonxFamily = defineFamily({
  dialects,
  providers: [
    {
      name: 'ibm.watsonx.ai',
      hosts: ['*.ml.cloud.ibm.com', '*.aws.wxai.ibm.com'],
      routes: [
        ...watsonxRoutes,
        // The model gateway uses OpenAI's format.
        ...usualRoutes.map(route => ({ ...route, under: '/ml/gateway/' })),
      ],
    },
  ],
  unknownHosts: watsonxRoutes.map(route => ({
    ...route,
    provider: 'ibm.watsonx.ai',
  })),
});
