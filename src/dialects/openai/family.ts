// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { openaiChat } from './chat.ts';
import { openaiCompletions } from './completions.ts';
import { openaiEmbeddings } from './embeddings.ts';
import { openaiResponses } from './responses.ts';
import { chatRoute, openaiRoutes } from './routes.ts';
import { openaiSockets } from './turns/sockets.ts';

const dialects = {
  'openai-chat': openaiChat,
  'openai-completions': openaiCompletions,
  'openai-responses': openaiResponses,
  'openai-embeddings': openaiEmbeddings,
};

type Name = keyof typeof dialects;

/** Segments before the path of an OpenAI-format API: /v1, /v1beta1, /openai. */
const version = /\/(?:v\d+(?:(?:alpha|beta)\d*)?|openai)\/?$/;
/**
 * Azure behind a proxy: /openai/deployments/{deployment}; behind Cloudflare, /azure-openai/{resource}/{deployment};
 * Foundry projects, /api/projects/{project}/openai/v1.
 */
const azure =
  /\/openai\/deployments\/[^/]+\/?$|\/azure-openai\/[^/]+\/[^/]+$|\/api\/projects\/[^/]+\/openai(?:\/v\d+)?\/?$/;
/** Deployments under another name, as API Management publishes them. */
const deployment = /\/deployments\/[^/]+\/?$/;

/** Members that distinguish each API from others at the same path: surveys have responses, shells have completions. */
const asked: Readonly<Record<Name, readonly string[]>> = {
  'openai-chat': ['messages'],
  'openai-completions': ['prompt'],
  'openai-responses': [
    'input',
    'prompt',
    'instructions',
    'previous_response_id',
    'conversation',
    'max_output_tokens',
  ],
  'openai-embeddings': ['input'],
};

/** OpenAI's formats: https://platform.openai.com/docs/api-reference, and Azure's deployments of them. */
export const openaiFamily = defineFamily({
  dialects,
  sockets: openaiSockets,
  unknownHosts: [
    ...openaiRoutes.map(route => ({
      ...route,
      provider: 'azure.ai.openai',
      after: azure,
    })),
    ...openaiRoutes.map(route => ({
      ...route,
      provider: 'azure.ai.openai',
      after: deployment,
      mustName: [asked[route.dialect]],
    })),
    { ...chatRoute, provider: 'openai' },
    {
      // A prompt that is stored by Portkey: https://portkey.ai/docs/api-reference/inference-api/prompts/prompt-completion
      path: '/completions',
      after: /\/prompts\/[^/]+$/,
      dialect: 'openai-chat',
      operation: 'chat',
      provider: 'portkey',
      mustName: ['variables'],
    },
    {
      // https://platform.openai.com/docs/api-reference/runs
      path: '/runs',
      after: /\/threads(?:\/[^/]+)?$/,
      dialect: 'openai-chat',
      operation: 'invoke_agent',
      provider: 'openai',
      mustName: ['assistant_id'],
    },
    ...openaiRoutes.slice(1).flatMap(route => {
      const asks = asked[route.dialect];
      const assumed = { ...route, provider: 'openai', mustAnswer: true };
      return [
        { ...assumed, after: version, mustName: ['model'], asks },
        { ...assumed, mustName: ['model', asks] },
      ];
    }),
  ],
});
