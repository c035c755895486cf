// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily, type Route } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { dashscope } from './dashscope.ts';

/** Paths of services below /api/v1/services: for text, for multimodal content, for embeddings, for rankings. */
const PATHS = {
  '/aigc/text-generation/generation': 'chat',
  '/aigc/multimodal-generation/generation': 'chat',
  '/embeddings/text-embedding/text-embedding': 'embeddings',
  '/embeddings/multimodal-embedding/multimodal-embedding': 'embeddings',
  '/rerank/text-rerank/text-rerank': 'rerank',
} as const satisfies Record<string, Route['operation']>;

const dashscopeRoutes = Object.entries(PATHS).map(([path, operation]) => ({
  path,
  after: /\/services$/,
  dialect: 'dashscope',
  operation,
}));

/** Alibaba Cloud's Model Studio (DashScope) in its own format: https://help.aliyun.com/zh/model-studio/qwen-api-reference */
export const dashscopeFamily = defineFamily({
  dialects: { dashscope },
  providers: [
    {
      name: 'dashscope',
      hosts: [
        'dashscope.aliyuncs.com',
        '*.dashscope.aliyuncs.com',
        'dashscope-*.aliyuncs.com',
        '*.maas.aliyuncs.com',
      ],
      routes: [
        ...dashscopeRoutes,
        // https://help.aliyun.com/zh/model-studio/text-rerank-api
        { path: '/reranks', dialect: 'rerank', operation: 'rerank' },
        ...usualRoutes,
      ],
    },
  ],
  unknownHosts: dashscopeRoutes.map(route => ({
    ...route,
    provider: 'dashscope',
  })),
});
