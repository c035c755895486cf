// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../call.ts';
import type { DialectName } from '../dialects/registry.ts';

/** One API of a provider: where its path ends, and what is spoken there. */
export interface Route {
  /** End of the path, from a slash or a colon on: `/chat/completions`, `:generateContent`. */
  readonly path: string;
  /** What the path must begin with, where one host offers more than this provider: `/openai/`. */
  readonly under?: string;
  /** What must stand right before `path`, where that alone says too little; anchored at its end with `$`. */
  readonly after?: RegExp;
  readonly dialect: DialectName;
  /** Members that the body must have, where something else is asked for at the same path as well. */
  readonly onlyWith?: readonly string[];
  /** What is asked for there with a body; what is only fetched has its own test (src/recognise/fetched-response.ts). */
  readonly operation: Exclude<Operation, 'fetch_response'>;
}

/** The paths of OpenAI's shape, in the order in which they must be tried. */
export const openaiRoutes = [
  { path: '/chat/completions', dialect: 'openai-chat', operation: 'chat' },
  {
    path: '/completions',
    dialect: 'openai-completions',
    operation: 'text_completion',
  },
  { path: '/responses', dialect: 'openai-responses', operation: 'chat' },
  {
    path: '/embeddings',
    dialect: 'openai-embeddings',
    operation: 'embeddings',
  },
] as const satisfies readonly Route[];

/** What is left of OpenAI's shape where a provider imitates no more of it. */
export const chatRoute = openaiRoutes[0];

/** Anthropic's, which many imitate: /v1/messages, /anthropic/v1/messages. Not /v1/messages/count_tokens, nor /batches. */
export const messagesRoute = {
  path: '/v1/messages',
  dialect: 'anthropic-messages',
  operation: 'chat',
} as const satisfies Route;

/** What a vendor speaks who says nothing else: the two shapes that vendors imitate. */
export const usualRoutes = [
  ...openaiRoutes,
  messagesRoute,
] as const satisfies readonly Route[];

/** Interactions: a model is asked here, and so are agents, which are no inference. */
export const interactionsRoute = {
  path: '/interactions',
  after:
    /\/v\d+(?:(?:alpha|beta)\d*)?(?:\/projects\/[^/]+\/locations\/[^/]+)?$/,
  dialect: 'google-interactions',
  operation: 'generate_content',
  onlyWith: ['model'],
} as const satisfies Route;

/** https://ai.google.dev/api/generate-content, with models and tuned models. */
export const geminiRoutes: readonly Route[] = googleRoutes(
  /\/(?:models|tunedModels)\/[^/]+$/
);

/**
 * Google's own models on Vertex AI, deployed ones, and Anthropic's:
 * https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest. In express mode there is no project in the path.
 */
export const vertexRoutes: readonly Route[] = [
  ...googleRoutes(
    /\/(?:publishers\/google\/models|endpoints|projects\/.+\/models)\/[^/]+$/
  ),
  {
    // Many models predict something; of these the name says that it is embeddings.
    path: ':predict',
    after: /\/publishers\/google\/models\/[^/]*(?:embedding|gecko)[^/]*$/i,
    dialect: 'google-embeddings',
    operation: 'embeddings',
  },
  ...routesAt([':rawPredict', ':streamRawPredict'], {
    after: /\/publishers\/anthropic\/models\/[^/]+$/,
    dialect: 'anthropic-messages',
    operation: 'chat',
  }),
];

function googleRoutes(after: RegExp): readonly Route[] {
  return [
    ...routesAt([':generateContent', ':streamGenerateContent'], {
      after,
      dialect: 'google-generate',
      operation: 'generate_content',
    }),
    ...routesAt([':embedContent', ':batchEmbedContents'], {
      after,
      dialect: 'google-embeddings',
      operation: 'embeddings',
    }),
  ];
}

function routesAt(
  paths: readonly string[],
  route: Omit<Route, 'path'>
): readonly Route[] {
  return paths.map(path => ({ path, ...route }));
}
