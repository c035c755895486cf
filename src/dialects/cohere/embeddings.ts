// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
import { readBilledUnits } from './usage.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, asTexts, said } from '../fields.ts';

/** Embeddings of Cohere, in both versions: https://docs.cohere.com/reference/embed. The answer does not name the model. */
export const cohereEmbeddings: Dialect = {
  name: 'cohere-embeddings',
  requestMembers: new Set(['model', 'embedding_types', 'output_dimension']),
  readRequest: body =>
    said<RequestFacts>({
      model: asText(body['model']),
      encodingFormats: asTexts(body['embedding_types']),
      dimensionCount: asCount(body['output_dimension']),
    }),
  readResponse(json, _header, facts) {
    readBilledUnits(asObject(json)['meta'], facts);
  },
  /** Embeddings have no streams. */
  readEvent() {},
};
