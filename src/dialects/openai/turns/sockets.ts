// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { SocketRoute } from '../../family.ts';
import { openaiRealtime } from './realtime.ts';
import { openaiResponsesTurns } from './responses-turns.ts';

/** Azure's paths, with and without a version, and those of Foundry projects. */
const azure = /\/openai(?:\/v\d+)?$/;
const version = /\/v\d+(?:(?:alpha|beta)\d*)?$/;

const apis = [
  { path: '/realtime', turns: openaiRealtime },
  { path: '/responses', turns: openaiResponsesTurns },
];

/** WebSockets of OpenAI's APIs: https://platform.openai.com/docs/guides/realtime-websocket, and Azure's. */
export const openaiSockets: readonly SocketRoute[] = [
  { after: azure, provider: 'azure.ai.openai' },
  { after: version, provider: 'openai' },
].flatMap(place =>
  apis.map(({ path, turns }): SocketRoute => ({
    ...place,
    path,
    turns,
    dialect: turns.name,
    operation: 'chat',
  }))
);
