// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { DialectName } from '../dialects/registry.ts';
import {
  bedrockRoutes,
  cohereFirstRoutes,
  cohereRoutes,
  ollamaRoutes,
  watsonxRoutes,
} from './native-routes.ts';
import {
  chatRoute,
  geminiRoutes,
  interactionsRoute,
  messagesRoute,
  openaiRoutes,
  type Route,
  usualRoutes,
  vertexRoutes,
} from './routes.ts';

export { type Route, usualRoutes } from './routes.ts';

/** A provider: how its calls are known, and what they speak. A row of the table, and what `defineProvider` takes. */
export interface ProviderDefinition {
  /** `gen_ai.provider.name`: the convention's name where it has one. */
  readonly name: string;
  /**
   * Its hosts, each with a port if only that port is meant. `*.` at the beginning stands for one or more labels, any
   * other `*` for a part of one label: `api.example.com`, `*.example.com`, `llm-*.example.com:8443`.
   */
  readonly hosts: readonly string[];
  /** A port that tells the provider on any host. */
  readonly port?: number;
  /** The only format that it speaks, at the usual paths of that format. Default: every format, each at its paths. */
  readonly dialect?: DialectName;
  /** Its APIs, where they are not the usual ones (src/recognise/routes.ts). The first that fits is taken. */
  readonly routes?: readonly Route[];
}

/**
 * Providers by host. A new vendor who speaks OpenAI's shape is one row: a name and its hosts (docs/add-a-provider.md).
 * A row without routes speaks the usual ones; a format of its own has its routes in src/recognise/routes.ts.
 * Where two rows share a host, the first with a route for the path is taken.
 */
export const providers = [
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
    routes: openaiRoutes.map(route => ({ ...route, under: '/openai/' })),
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
      {
        path: '/agents/completions',
        dialect: 'openai-chat',
        operation: 'chat',
      },
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
  {
    name: 'ollama',
    hosts: ['ollama.com'],
    port: 11434,
    routes: [...ollamaRoutes, ...usualRoutes],
  },
  { name: 'holysheep', hosts: ['api.holysheep.ai'] },
  {
    name: 'siliconflow',
    hosts: ['api.siliconflow.cn', 'api.siliconflow.com'],
  },
  {
    name: 'dashscope',
    hosts: ['dashscope.aliyuncs.com', 'dashscope-*.aliyuncs.com'],
  },
  {
    name: 'volcengine',
    hosts: ['ark.*.volces.com', 'ark.*.bytepluses.com'],
  },
  // Providers with a format of their own, and what they offer in OpenAI's.
  {
    name: 'gcp.vertex_ai',
    hosts: [
      'aiplatform.googleapis.com',
      '*-aiplatform.googleapis.com',
      'aiplatform.*.rep.googleapis.com',
    ],
    routes: [chatRoute, ...vertexRoutes, interactionsRoute],
  },
  {
    name: 'gcp.gemini',
    hosts: ['generativelanguage.googleapis.com'],
    routes: [...openaiRoutes, ...geminiRoutes, interactionsRoute],
  },
  {
    name: 'aws.bedrock',
    hosts: [
      'bedrock-mantle.*.api.aws',
      'bedrock-runtime.*.amazonaws.com',
      'bedrock-runtime-fips.*.amazonaws.com',
      'bedrock-runtime.*.amazonaws.com.cn',
      'bedrock-runtime.*.api.aws',
      'bedrock-runtime-fips.*.api.aws',
      'vpce-*.bedrock-runtime.*.vpce.amazonaws.com',
      'vpce-*.bedrock-runtime-fips.*.vpce.amazonaws.com',
      'vpce-*.bedrock-runtime.*.vpce.amazonaws.com.cn',
    ],
    routes: [...usualRoutes, ...bedrockRoutes],
  },
  {
    name: 'anthropic',
    hosts: ['api.anthropic.com'],
    routes: [messagesRoute, chatRoute],
  },
  {
    name: 'cohere',
    hosts: ['api.cohere.com', 'api.cohere.ai'],
    routes: [...cohereRoutes, ...cohereFirstRoutes, ...usualRoutes],
  },
  {
    name: 'ibm.watsonx.ai',
    hosts: ['*.ml.cloud.ibm.com', '*.aws.wxai.ibm.com'],
    routes: [
      ...watsonxRoutes,
      // The model gateway speaks OpenAI's shape.
      ...usualRoutes.map(route => ({ ...route, under: '/ml/gateway/' })),
    ],
  },
] as const satisfies readonly ProviderDefinition[];
