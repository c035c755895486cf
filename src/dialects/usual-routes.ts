// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { messagesRoute } from './anthropic/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { openaiRoutes } from './openai/routes.ts';
import { rerankRoute } from './rerank/routes.ts';

/** The default APIs of a vendor: the formats that vendors commonly implement. */
export const usualRoutes = [
  ...openaiRoutes,
  ...mediaRoutes,
  rerankRoute,
  messagesRoute,
];
