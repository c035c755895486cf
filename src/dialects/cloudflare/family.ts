// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily, routesAt, type Route } from '../family.ts';
import { workersAi } from './workers-ai.ts';

/**
 * Workers AI, of an account (/client/v4/accounts/{account}/ai/run/@cf/{model}) and behind the gateway
 * (/v1/{account}/{gateway}/workers-ai/@cf/{model}). The body determines the operation.
 */
const workersAiRoutes = routesAt<Route<'workers-ai'>>(
  ['/ai/run/@*', '/workers-ai/@*'],
  { dialect: 'workers-ai', operation: 'chat' }
);

/** Cloudflare's models: https://developers.cloudflare.com/workers-ai. Its gateway is in the table of vendors, because it passes on every format. */
export const cloudflareFamily = defineFamily({
  dialects: { 'workers-ai': workersAi },
  unknownHosts: workersAiRoutes.map(route => ({
    ...route,
    provider: 'cloudflare',
    mustName: [['messages', 'prompt', 'text', 'input', 'query']],
  })),
});
