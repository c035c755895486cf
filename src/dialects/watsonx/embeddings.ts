// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { modelOf, readErrors } from './api.ts';

/** Embeddings of IBM watsonx.ai: https://cloud.ibm.com/apidocs/watsonx-ai#text-embeddings */
export const watsonxEmbeddings: Dialect = {
  name: 'watsonx-embeddings',
  requestMembers: new Set(['model_id']),
  readRequest: body => said<RequestFacts>({ model: asText(body['model_id']) }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    Object.assign(
      facts,
      said<ResponseFacts>({
        model: modelOf(body),
        inputTokens: asCount(body['input_token_count']),
      })
    );
    readErrors(body, facts);
  },
  /** Embeddings have no streams. */
  readEvent() {},
};
