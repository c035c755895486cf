// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily, type UnknownHostRoute } from '../family.ts';
import { chatRoute, openaiRoutes } from '../openai/routes.ts';
import { googleEmbeddings } from './embeddings.ts';
import { googleGenerate } from './generate.ts';
import { googleInteractions } from './interactions.ts';
import { googleSockets } from './sockets.ts';
import {
  geminiRoutes,
  interactionsRoute,
  vertexGoogleRoutes,
  vertexPartnerRoutes,
} from './routes.ts';

/** Google's version names, and the rest of Vertex AI's path. Other APIs also have interactions, such as Discord at /api/v10. */
const googleVersion =
  /\/v\d+(?:alpha|beta)\d*(?:\/projects\/[^/]+\/locations\/[^/]+)?$/;

/** Formats of Gemini and Vertex AI: https://ai.google.dev/api, https://cloud.google.com/vertex-ai/docs/reference/rest */
export const googleFamily = defineFamily({
  dialects: {
    'google-generate': googleGenerate,
    'google-embeddings': googleEmbeddings,
    'google-interactions': googleInteractions,
  },
  sockets: googleSockets,
  providers: [
    {
      name: 'gcp.vertex_ai',
      hosts: [
        'aiplatform.googleapis.com',
        '*-aiplatform.googleapis.com',
        'aiplatform.*.rep.googleapis.com',
      ],
      routes: [
        chatRoute,
        ...vertexGoogleRoutes,
        ...vertexPartnerRoutes,
        interactionsRoute,
      ],
    },
    {
      name: 'gcp.gemini',
      hosts: ['generativelanguage.googleapis.com'],
      routes: [...openaiRoutes, ...geminiRoutes, interactionsRoute],
    },
  ],
  unknownHosts: [
    ...[...vertexGoogleRoutes, ...vertexPartnerRoutes].map(
      (route): UnknownHostRoute => ({
        ...route,
        provider: 'gcp.vertex_ai',
        ...('onlyWith' in route && { mustName: route.onlyWith! }),
      })
    ),
    ...geminiRoutes.map(route => ({ ...route, provider: 'gcp.gemini' })),
    {
      ...interactionsRoute,
      provider: 'gcp.gemini',
      after: googleVersion,
      mustName: ['model'],
    },
  ],
});
