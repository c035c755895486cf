// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily, type Route } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { vercelAi } from './vercel-ai.ts';

/** Paths below the base URL `https://ai-gateway.vercel.sh/v4/ai`, whose version is that of the AI SDK's protocol. */
const PATHS = {
  '/language-model': 'chat',
  '/embedding-model': 'embeddings',
  '/image-model': 'generate_content',
  '/video-model': 'generate_content',
  // Its result is asked for at /video-model/status, which is no inference.
  '/video-model/start': 'generate_content',
  // Formerly /evaluation-model
  '/decision-model': 'generate_content',
  '/evaluation-model': 'generate_content',
  '/speech-model': 'generate_content',
  '/transcription-model': 'generate_content',
  '/reranking-model': 'rerank',
} as const satisfies Record<string, Route['operation']>;

const vercelRoutes = Object.entries(PATHS).map(([path, operation]) => ({
  path,
  after: /\/v\d+\/ai$/,
  dialect: 'vercel-ai',
  operation,
}));

/** Vercel AI Gateway, the default of the AI SDK for a model that is a string: https://vercel.com/docs/ai-gateway */
export const vercelFamily = defineFamily({
  dialects: { 'vercel-ai': vercelAi },
  providers: [
    {
      name: 'vercel',
      hosts: ['ai-gateway.vercel.sh'],
      routes: [...vercelRoutes, ...usualRoutes],
    },
  ],
  unknownHosts: vercelRoutes.map(route => ({ ...route, provider: 'vercel' })),
});
