// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { replicate } from './replicate.ts';

const route = {
  path: '/predictions',
  dialect: 'replicate',
  operation: 'generate_content',
} as const;

/** Replicate: /v1/models/{owner}/{model}/predictions, and predictions of deployments and of versions: https://replicate.com/docs/reference/http */
export const replicateFamily = defineFamily({
  dialects: { replicate },
  providers: [
    { name: 'replicate', hosts: ['api.replicate.com'], routes: [route] },
  ],
  unknownHosts: [
    {
      ...route,
      provider: 'replicate',
      after: /\/v1\/(?:models|deployments)\/[^/]+\/[^/]+$/,
      mustName: ['input'],
    },
    {
      ...route,
      provider: 'replicate',
      // Cloudflare AI Gateway has no version in the path.
      after: /\/(?:v1|replicate)$/,
      mustName: ['version', 'input'],
    },
  ],
});
