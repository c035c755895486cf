// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { messagesRoute } from './anthropic/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { openaiRoutes } from './openai/routes.ts';
import { rerankRoute } from './rerank/routes.ts';

/** The APIs of a vendor who documents nothing else: the shapes that vendors imitate. */
export const usualRoutes = [
  ...openaiRoutes,
  ...mediaRoutes,
  rerankRoute,
  messagesRoute,
];
