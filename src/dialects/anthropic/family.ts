// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { chatRoute } from '../openai/routes.ts';
import { anthropicComplete } from './complete.ts';
import { anthropicMessages } from './messages.ts';
import { messagesRoute } from './routes.ts';

/** The first API of Anthropic: https://docs.claude.com/en/api/complete */
const completeRoute = {
  path: '/v1/complete',
  dialect: 'anthropic-complete',
  operation: 'text_completion',
} as const;

/** Anthropic's formats, and the vendor: https://docs.claude.com/en/api/overview */
export const anthropicFamily = defineFamily({
  dialects: {
    'anthropic-messages': anthropicMessages,
    'anthropic-complete': anthropicComplete,
  },
  providers: [
    {
      name: 'anthropic',
      hosts: ['api.anthropic.com'],
      routes: [messagesRoute, completeRoute, chatRoute],
    },
  ],
  unknownHosts: [
    {
      ...messagesRoute,
      provider: 'anthropic',
      mustName: ['model', 'max_tokens'],
      orHeader: 'anthropic-version',
    },
    {
      ...completeRoute,
      provider: 'anthropic',
      mustName: ['model', 'prompt'],
    },
  ],
});
