// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import { readBilledUnits } from '../cohere/usage.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { errorTypeOf } from '../openai/error.ts';

/**
 * Ranking of documents: https://docs.cohere.com/reference/rerank, which bills searches;
 * https://docs.voyageai.com/reference/reranker-api and https://jina.ai/reranker, which bill tokens.
 */
export const rerank: Dialect = {
  name: 'rerank',
  requestMembers: new Set(['model']),
  readRequest: body => said<RequestFacts>({ model: asText(body['model']) }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    const usage = asObject(body['usage']);
    readBilledUnits(body['meta'], facts);
    Object.assign(
      facts,
      said<ResponseFacts>({
        id: asText(body['id']),
        model: asText(body['model']),
        // There is no output, so if only the total is reported, it is the input.
        inputTokens:
          asCount(usage['prompt_tokens']) ?? asCount(usage['total_tokens']),
        errorType: errorTypeOf(json),
      })
    );
  },
  /** Rankings have no streams. */
  readEvent() {},
};
