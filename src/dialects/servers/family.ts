// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  defineFamily,
  type Provider,
  type Route,
  type UnknownHostRoute,
} from '../family.ts';
import { openaiRoutes } from '../openai/routes.ts';
import { usualRoutes } from '../usual-routes.ts';
import { invocations } from './invocations.ts';
import { llamaCpp } from './llama-cpp.ts';
import { lmStudio } from './lm-studio.ts';
import { tensorzero } from './tensorzero.ts';

const invoked = { dialect: 'invocations', operation: 'chat' } as const;
const ASKED = [['messages', 'input', 'inputs', 'prompt']] as const;

/** Databricks: /serving-endpoints/{name}/invocations */
const databricksRoute = {
  path: '/invocations',
  after: /\/serving-endpoints\/[^/]+$/,
  ...invoked,
} as const;

/**
 * Databricks AI Gateway, at hosts of its own: one API for all models, and the APIs of OpenAI, Anthropic and Gemini.
 *
 * @see https://docs.databricks.com/aws/en/ai-gateway/query-endpoints-beta
 */
const databricksGatewayRoutes: readonly Route[] = [
  ...['/mlflow/', '/openai/', '/codex/', '/anthropic/'].flatMap(under =>
    usualRoutes.map(route => ({ ...route, under }))
  ),
  ...[':generateContent', ':streamGenerateContent'].map(path => ({
    path,
    under: '/gemini/',
    after: /\/models\/[^/]+$/,
    dialect: 'google-generate' as const,
    operation: 'generate_content' as const,
  })),
];

/** SageMaker: /endpoints/{name}/invocations, with a separate path for streams */
const sagemakerRoutes = [
  { path: '/invocations', after: /\/endpoints\/[^/]+$/, ...invoked },
  {
    path: '/invocations-response-stream',
    after: /\/endpoints\/[^/]+$/,
    ...invoked,
  },
] as const;

const providers: readonly Provider[] = [
  {
    // https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/api-reference
    name: 'databricks',
    hosts: [
      '*.cloud.databricks.com',
      '*.azuredatabricks.net',
      '*.gcp.databricks.com',
    ],
    routes: [
      databricksRoute,
      ...openaiRoutes.map(route => ({
        ...route,
        under: '/serving-endpoints/',
      })),
      ...databricksGatewayRoutes,
    ],
  },
  {
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
    name: 'aws.sagemaker',
    hosts: [
      'runtime.sagemaker.*.amazonaws.com',
      'runtime-fips.sagemaker.*.amazonaws.com',
    ],
    routes: sagemakerRoutes,
  },
  {
    // https://docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-rest-api
    name: 'snowflake',
    hosts: ['*.snowflakecomputing.com'],
    routes: [
      {
        path: '/cortex/inference:complete',
        dialect: 'openai-chat',
        operation: 'chat',
      },
      ...usualRoutes.map(route => ({ ...route, under: '/api/v2/cortex/' })),
    ],
  },
  {
    // https://dev.writer.com/api-reference/completion-api/chat-completion
    name: 'writer',
    hosts: ['api.writer.com'],
    routes: [
      { path: '/v1/chat', dialect: 'openai-chat', operation: 'chat' },
      ...openaiRoutes,
    ],
  },
];

const unknownHosts: readonly UnknownHostRoute[] = [
  { ...databricksRoute, provider: 'databricks', mustName: ASKED },
  ...sagemakerRoutes.map(route => ({
    ...route,
    provider: 'aws.sagemaker',
    mustName: ASKED,
  })),
  {
    // https://mlflow.org/docs/latest/genai/governance/ai-gateway
    path: '/invocations',
    after: /\/gateway\/[^/]+$/,
    ...invoked,
    provider: 'mlflow',
    mustName: ASKED,
  },
  {
    path: '/cortex/inference:complete',
    dialect: 'openai-chat',
    operation: 'chat',
    provider: 'snowflake',
    mustName: ['model', 'messages'],
  },
  {
    // https://github.com/ggml-org/llama.cpp/tree/master/tools/server
    path: '/completion',
    dialect: 'llama-cpp',
    operation: 'text_completion',
    provider: 'llama.cpp',
    mustName: [
      'prompt',
      ['n_predict', 'temperature', 'cache_prompt', 'stream'],
    ],
    mustAnswer: true,
  },
  {
    // https://lmstudio.ai/docs/developer/rest/chat
    path: '/api/v1/chat',
    dialect: 'lm-studio',
    operation: 'chat',
    provider: 'lm_studio',
    mustName: ['model', 'input'],
    mustNotName: ['id', 'trigger', 'messageId'],
    mustAnswer: true,
  },
  {
    // Writer, at the path of Cohere's version 1.
    path: '/v1/chat',
    dialect: 'openai-chat',
    operation: 'chat',
    provider: 'writer',
    mustName: ['model', 'messages'],
    mustNotName: ['id', 'trigger', 'messageId'],
    mustAnswer: true,
  },
  {
    // https://www.tensorzero.com/docs/gateway/api-reference/inference
    path: '/inference',
    dialect: 'tensorzero',
    operation: 'chat',
    provider: 'tensorzero',
    mustName: [['model_name', 'function_name'], 'input'],
  },
  {
    // https://docs.mistral.ai/api/endpoint/beta/conversations
    path: '/v1/conversations',
    dialect: 'openai-chat',
    operation: 'chat',
    provider: 'mistral_ai',
    mustName: [['model', 'agent_id'], 'inputs'],
  },
];

/** Platforms and servers with their own paths, mostly in OpenAI's format. */
export const serversFamily = defineFamily({
  dialects: {
    invocations,
    'llama-cpp': llamaCpp,
    'lm-studio': lmStudio,
    tensorzero,
  },
  providers,
  unknownHosts,
});
