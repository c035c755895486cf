// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { huggingfaceEmbeddings } from './embeddings.ts';
import { huggingfaceGenerate } from './generate.ts';

/** https://huggingface.co/docs/inference-providers/tasks/feature-extraction */
const extractionRoute = {
  path: '/feature-extraction',
  after: /\/pipeline$/,
  dialect: 'huggingface-embeddings',
  operation: 'embeddings',
} as const;

const generate = {
  dialect: 'huggingface-generate',
  operation: 'text_completion',
} as const;

/** Text Generation Inference: https://huggingface.co/docs/text-generation-inference/reference/api_reference */
const generateRoutes = [
  { path: '/generate', ...generate },
  { path: '/generate_stream', ...generate },
] as const;

/** Hugging Face's router of inference providers, its endpoints, and its servers. */
export const huggingfaceFamily = defineFamily({
  dialects: {
    'huggingface-embeddings': huggingfaceEmbeddings,
    'huggingface-generate': huggingfaceGenerate,
  },
  providers: [
    {
      name: 'huggingface',
      hosts: [
        'router.huggingface.co',
        'api-inference.huggingface.co',
        '*.endpoints.huggingface.cloud',
      ],
      routes: [extractionRoute, ...generateRoutes, ...usualRoutes],
    },
  ],
  unknownHosts: [
    { ...extractionRoute, provider: 'huggingface', mustName: ['inputs'] },
    ...generateRoutes.map(route => ({
      ...route,
      provider: 'huggingface',
      mustName: ['inputs', 'parameters'],
    })),
  ],
});
