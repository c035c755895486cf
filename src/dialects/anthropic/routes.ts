// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../family.ts';

/** Anthropic's messages, which many imitate: /v1/messages, /anthropic/v1/messages. Not /count_tokens below them, nor /batches. */
export const messagesRoute = {
  path: '/v1/messages',
  dialect: 'anthropic-messages',
  operation: 'chat',
} as const satisfies Route;
