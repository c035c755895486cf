// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from './routes.ts';

/** Cohere: https://docs.cohere.com/reference/about */
export const cohereRoutes = [
  { path: '/v2/chat', dialect: 'cohere-chat', operation: 'chat' },
  { path: '/v2/embed', dialect: 'cohere-embeddings', operation: 'embeddings' },
] as const satisfies readonly Route[];

/** The first version of Cohere's API, whose paths say too little where the host is not Cohere's. */
export const cohereFirstRoutes = [
  { path: '/v1/chat', dialect: 'cohere-chat', operation: 'chat' },
  { path: '/v1/embed', dialect: 'cohere-embeddings', operation: 'embeddings' },
] as const satisfies readonly Route[];

/** Ollama: https://docs.ollama.com/api */
export const ollamaRoutes = [
  { path: '/api/chat', dialect: 'ollama-chat', operation: 'chat' },
  {
    path: '/api/generate',
    dialect: 'ollama-generate',
    operation: 'text_completion',
  },
  { path: '/api/embed', dialect: 'ollama-embeddings', operation: 'embeddings' },
  {
    path: '/api/embeddings',
    dialect: 'ollama-embeddings',
    operation: 'embeddings',
  },
] as const satisfies readonly Route[];

/** IBM watsonx.ai, of a model or of a deployment of one: /ml/v1/text/chat, /ml/v1/deployments/{deployment}/text/chat. */
export const watsonxRoutes: readonly Route[] = [
  underWatsonx('/text/chat', 'watsonx-chat', 'chat'),
  underWatsonx('/text/chat_stream', 'watsonx-chat', 'chat'),
  underWatsonx('/text/generation', 'watsonx-generation', 'text_completion'),
  underWatsonx(
    '/text/generation_stream',
    'watsonx-generation',
    'text_completion'
  ),
  underWatsonx('/text/embeddings', 'watsonx-embeddings', 'embeddings'),
];

/**
 * Bedrock: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html. The id of
 * a model is `maker.model`, behind the name of a region if it is a profile, or an ARN. Converse is a chat with any of them;
 * what else is invoked is told by the id. Images, videos and rankings are no inference that we know.
 */
export const bedrockRoutes: readonly Route[] = [
  ...['/converse', '/converse-stream'].map(
    path =>
      ({
        path,
        after: /\/model\/(?:arn:.+|[^/]+)$/,
        dialect: 'bedrock-converse',
        operation: 'chat',
      }) as const
  ),
  ...['/invoke', '/invoke-with-response-stream'].flatMap(path => [
    invoked(path, /\/model\/[^/]*embed[^/]*$/, 'embeddings'),
    invoked(
      path,
      /\/model\/[^/]*(?:titan-text|ai21\.j2|cohere\.command-(?:text|light)|meta\.llama|mistral-7b|mixtral|mistral-(?:small|large)-2402|deepseek\.r1)[^/]*$/,
      'text_completion'
    ),
    invoked(
      path,
      /\/model\/(?![^/]*(?:stability\.|titan-image|nova-canvas|nova-reel|luma\.|rerank))(?:arn:.+|(?:arn%3a|[^/]*\.)[^/]*)$/i,
      'chat'
    ),
  ]),
];

function invoked(
  path: string,
  after: RegExp,
  operation: Route['operation']
): Route {
  return { path, after, dialect: 'bedrock-invoke', operation };
}

function underWatsonx(
  path: string,
  dialect: Route['dialect'],
  operation: Route['operation']
): Route {
  return { path, under: '/ml/v1/', dialect, operation };
}
