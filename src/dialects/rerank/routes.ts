// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../family.ts';

/** /v2/rerank of Cohere, /v1/rerank of Jina, Voyage and vLLM, /rerank of servers. */
export const rerankRoute = {
  path: '/rerank',
  dialect: 'rerank',
  operation: 'rerank',
} as const satisfies Route;
