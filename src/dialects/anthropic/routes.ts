// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../family.ts';

/** Anthropic's messages, also of compatible APIs: /v1/messages, /anthropic/v1/messages; not /count_tokens or /batches below them. */
export const messagesRoute = {
  path: '/v1/messages',
  dialect: 'anthropic-messages',
  operation: 'chat',
} as const satisfies Route;
