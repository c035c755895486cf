// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Provider, Route } from '../dialects/family.ts';
import { openaiRoutes } from '../dialects/openai/routes.ts';
import { usualRoutes } from '../dialects/usual-routes.ts';
import { formatRoutes } from './format-routes.ts';

const chat = { dialect: 'openai-chat', operation: 'chat' } as const;

/** Azure's deployments, its newer paths, and the paths of Foundry projects: /api/projects/{project}/openai/v1/responses. */
const azureRoutes: readonly Route[] = [
  ...usualRoutes.map(route => ({ ...route, under: '/openai/' })),
  ...usualRoutes.map(route => ({
    ...route,
    after: /\/api\/projects\/[^/]+\/openai(?:\/.+)?$/,
  })),
];

/**
 * Vendors with OpenAI's formats. A new one is one row: a name and its hosts (docs/add-a-provider.md). A row without routes
 * has the usual ones (src/dialects/usual-routes.ts).
 */
export const vendors: readonly Provider[] = [
  { name: 'openai', hosts: ['api.openai.com', '*.api.openai.com'] },
  {
    name: 'azure.ai.openai',
    hosts: [
      '*.openai.azure.com',
      '*.openai.azure.us',
      '*.openai.azure.cn',
      '*.cognitiveservices.azure.com',
      '*.services.ai.azure.com',
    ],
    routes: azureRoutes,
  },
  {
    name: 'azure.ai.inference',
    hosts: [
      '*.services.ai.azure.com',
      '*.models.ai.azure.com',
      '*.inference.ai.azure.com',
    ],
  },
  { name: 'github.models', hosts: ['models.github.ai'] },
  { name: 'groq', hosts: ['api.groq.com'] },
  { name: 'deepseek', hosts: ['api.deepseek.com'] },
  {
    name: 'mistral_ai',
    hosts: ['api.mistral.ai', 'codestral.mistral.ai'],
    routes: [
      { path: '/agents/completions', ...chat },
      { path: '/v1/conversations', ...chat, onlyWith: ['inputs'] },
      // Fill-in-the-middle is among the usual ones: /v1/fim/completions
      ...openaiRoutes,
    ],
  },
  { name: 'x_ai', hosts: ['api.x.ai', '*.api.x.ai'] },
  { name: 'perplexity', hosts: ['api.perplexity.ai'] },
  { name: 'moonshot_ai', hosts: ['api.moonshot.ai', 'api.moonshot.cn'] },
  { name: 'openrouter', hosts: ['openrouter.ai'] },
  { name: 'together', hosts: ['api.together.xyz', 'api.together.ai'] },
  { name: 'fireworks', hosts: ['api.fireworks.ai'] },
  { name: 'cerebras', hosts: ['api.cerebras.ai'] },
  { name: 'deepinfra', hosts: ['api.deepinfra.com'] },
  { name: 'holysheep', hosts: ['api.holysheep.ai'] },
  { name: 'nvidia', hosts: ['integrate.api.nvidia.com', 'ai.api.nvidia.com'] },
  { name: 'sambanova', hosts: ['api.sambanova.ai', '*.sambanova.ai'] },
  {
    name: 'nebius',
    hosts: [
      'api.studio.nebius.ai',
      'api.studio.nebius.com',
      '*.tokenfactory.nebius.com',
    ],
  },
  { name: 'novita', hosts: ['api.novita.ai'] },
  { name: 'baseten', hosts: ['inference.baseten.co', '*.api.baseten.co'] },
  {
    name: 'siliconflow',
    hosts: ['api.siliconflow.cn', 'api.siliconflow.com'],
  },
  {
    name: 'volcengine',
    hosts: ['ark.*.volces.com', 'ark.*.bytepluses.com'],
    routes: [
      // https://www.volcengine.com/docs/82379/1523520
      {
        path: '/embeddings/multimodal',
        dialect: 'openai-embeddings',
        operation: 'embeddings',
      },
      ...usualRoutes,
    ],
  },
  { name: 'zhipu', hosts: ['open.bigmodel.cn', 'api.z.ai'] },
  {
    name: 'qianfan',
    hosts: ['qianfan.baidubce.com', 'qianfan.*.baidubce.com'],
  },
  {
    name: 'hunyuan',
    hosts: ['api.hunyuan.cloud.tencent.com', 'api.lkeap.cloud.tencent.com'],
  },
  { name: 'stepfun', hosts: ['api.stepfun.com', 'api.stepfun.ai'] },
  {
    name: 'minimax',
    hosts: [
      'api.minimax.io',
      'api-uw.minimax.io',
      'api.minimaxi.com',
      'api-bj.minimaxi.com',
      'api.minimax.chat',
    ],
    routes: [
      // https://platform.minimaxi.com/document/ChatCompletion%20v2
      { path: '/text/chatcompletion_v2', ...chat },
      ...usualRoutes,
    ],
  },
  {
    name: 'spark',
    hosts: ['spark-api-open.xf-yun.com', 'maas-api.*.xf-yun.com'],
  },
  { name: 'baichuan', hosts: ['api.baichuan-ai.com'] },
  { name: 'modelscope', hosts: ['api-inference.modelscope.cn'] },
  { name: '302.ai', hosts: ['api.302.ai', 'api.302ai.cn', 'api.302ai.com'] },
  // Gateways that pass on every format at its own path.
  { name: 'portkey', hosts: ['api.portkey.ai'], routes: formatRoutes },
  {
    name: 'cloudflare',
    hosts: ['gateway.ai.cloudflare.com', 'api.cloudflare.com'],
    routes: formatRoutes,
  },
];
