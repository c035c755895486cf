// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { bedrockConverse } from './converse.ts';
import { bedrockInvoke } from './invoke.ts';
import { bedrockRetrieve } from './retrieve.ts';
import { bedrockRoutes } from './routes.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrieveAndGenerate.html */
const retrieveRoute = {
  path: '/retrieveAndGenerate',
  dialect: 'bedrock-retrieve',
  operation: 'chat',
} as const;

/** Formats of Bedrock, and the other APIs on its hosts. */
export const bedrockFamily = defineFamily({
  dialects: {
    'bedrock-converse': bedrockConverse,
    'bedrock-invoke': bedrockInvoke,
    'bedrock-retrieve': bedrockRetrieve,
  },
  providers: [
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
      // Agents and knowledge bases: their answers report no usage, and most of their calls are not inference.
      name: 'aws.bedrock.agents',
      hosts: ['bedrock-agent-runtime.*.amazonaws.com'],
      routes: [],
    },
  ],
  unknownHosts: [
    ...bedrockRoutes.map(route => ({ ...route, provider: 'aws.bedrock' })),
    { ...retrieveRoute, provider: 'aws.bedrock', mustName: ['input'] },
  ],
});
