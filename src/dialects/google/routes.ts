// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type Route, routesAt } from '../family.ts';

/** Interactions: with a model, or with agents, which are not inference. */
export const interactionsRoute = {
  path: '/interactions',
  after:
    /\/v\d+(?:(?:alpha|beta)\d*)?(?:\/projects\/[^/]+\/locations\/[^/]+)?$/,
  dialect: 'google-interactions',
  operation: 'generate_content',
  onlyWith: ['model'],
} as const satisfies Route;

type GoogleRoute = Route<'google-generate' | 'google-embeddings'>;

/** https://ai.google.dev/api/generate-content, with models and tuned models. */
export const geminiRoutes = googleRoutes(/\/(?:models|tunedModels)\/[^/]+$/);

/** Google's own models on Vertex AI, and deployed ones. In express mode, the path contains no project. */
export const vertexGoogleRoutes: readonly GoogleRoute[] = [
  ...googleRoutes(
    /\/(?:publishers\/google\/models|endpoints|projects\/.+\/models)\/[^/]+$/
  ),
  {
    // Many models have `predict`; for these, the name shows that it returns embeddings.
    path: ':predict',
    after: /\/publishers\/google\/models\/[^/]*(?:embedding|gecko)[^/]*$/i,
    dialect: 'google-embeddings',
    operation: 'embeddings',
  },
];

const RAW = [':rawPredict', ':streamRawPredict'];

/**
 * Partner models on Vertex AI in their vendors' formats, and deployed servers with OpenAI's format:
 * https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest. `count-tokens` is not a model.
 */
export const vertexPartnerRoutes = [
  ...routesAt<Route<'anthropic-messages'>>(RAW, {
    after: /\/publishers\/anthropic\/models\/(?!count-tokens$)[^/]+$/,
    dialect: 'anthropic-messages',
    operation: 'chat',
  }),
  ...routesAt<Route<'openai-chat'>>(RAW, {
    after: /\/(?:publishers\/(?:mistralai|ai21)\/models|endpoints)\/[^/]+$/,
    dialect: 'openai-chat',
    operation: 'chat',
    onlyWith: [['messages', 'prompt']],
  }),
];

function googleRoutes(after: RegExp): readonly GoogleRoute[] {
  return [
    ...routesAt<GoogleRoute>([':generateContent', ':streamGenerateContent'], {
      after,
      dialect: 'google-generate',
      operation: 'generate_content',
    }),
    ...routesAt<GoogleRoute>([':embedContent', ':batchEmbedContents'], {
      after,
      dialect: 'google-embeddings',
      operation: 'embeddings',
    }),
  ];
}
