// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { SocketRoute } from '../family.ts';
import { googleLive } from './live.ts';

const live = {
  turns: googleLive,
  dialect: googleLive.name,
  operation: 'chat',
} as const;

/**
 * WebSockets of the Live API. The second method is for clients with a token in place of a key.
 *
 * @see https://ai.google.dev/api/live#websocket-connection
 */
export const googleSockets: readonly SocketRoute[] = [
  ...['BidiGenerateContent', 'BidiGenerateContentConstrained'].map(method => ({
    ...live,
    path: `.GenerativeService.${method}`,
    after: /\/ws\/google\.ai\.generativelanguage\.[^./]+$/,
    provider: 'gcp.gemini',
  })),
  {
    ...live,
    path: '/BidiGenerateContent',
    after: /\/ws\/google\.cloud\.aiplatform\.[^./]+\.LlmBidiService$/,
    provider: 'gcp.vertex_ai',
  },
];
