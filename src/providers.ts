// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from './call.ts';
import type { DialectName } from './dialects/dialects-by-name.ts';

/** One API of a provider: where its path ends, and what is spoken there. */
export interface Route {
  /** End of the path, from a slash on: `/chat/completions`. */
  readonly path: string;
  /** What the path must begin with, where one host offers more than this provider: `/openai/`. */
  readonly under?: string;
  readonly dialect: DialectName;
  readonly operation: Operation;
}

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
  /** Its APIs, where they are not the usual ones of OpenAI's shape. The first that fits is taken. */
  readonly routes?: readonly Route[];
}

/** The paths of OpenAI's shape, in the order in which they must be tried. */
export const usualRoutes = [
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

const chatOnly = usualRoutes.filter(route => route.dialect === 'openai-chat');

/**
 * Providers by host. A new vendor who speaks OpenAI's shape is one row: a name and its hosts (docs/add-a-provider.md).
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
    routes: usualRoutes.map(route => ({ ...route, under: '/openai/' })),
  },
  {
    name: 'azure.ai.inference',
    hosts: [
      '*.services.ai.azure.com',
      '*.models.ai.azure.com',
      'models.inference.ai.azure.com',
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
      ...usualRoutes,
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
  { name: 'ollama', hosts: ['ollama.com'], port: 11434 },
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
  // Providers with a format of their own: here is only what they offer in OpenAI's.
  {
    name: 'gcp.vertex_ai',
    hosts: ['aiplatform.googleapis.com', '*-aiplatform.googleapis.com'],
    routes: chatOnly,
  },
  { name: 'gcp.gemini', hosts: ['generativelanguage.googleapis.com'] },
  {
    name: 'aws.bedrock',
    hosts: [
      'bedrock-mantle.*.api.aws',
      'bedrock-runtime.*.amazonaws.com',
      'bedrock-runtime-fips.*.amazonaws.com',
    ],
  },
  { name: 'anthropic', hosts: ['api.anthropic.com'], routes: chatOnly },
  { name: 'cohere', hosts: ['api.cohere.com', 'api.cohere.ai'] },
] as const satisfies readonly ProviderDefinition[];
