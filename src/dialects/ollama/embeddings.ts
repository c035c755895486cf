// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, said } from '../fields.ts';

/**
 * Embeddings of Ollama, in its own format: https://docs.ollama.com/api/embed. Answers of the older `/api/embeddings`
 * contain only the numbers.
 */
export const ollamaEmbeddings: Dialect = {
  name: 'ollama-embeddings',
  requestMembers: new Set(['model', 'dimensions']),
  readRequest: body =>
    said<RequestFacts>({
      model: asText(body['model']),
      dimensionCount: asCount(body['dimensions']),
    }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    Object.assign(
      facts,
      said<ResponseFacts>({
        model: asText(body['model']),
        inputTokens: asCount(body['prompt_eval_count']),
      })
    );
  },
  /** Embeddings have no streams. */
  readEvent() {},
};
