// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, asTexts, said } from '../fields.ts';
import { errorTypeOf } from './error.ts';
import { modelOf } from './chat.ts';

/** Embeddings of OpenAI and of compatible APIs: https://platform.openai.com/docs/api-reference/embeddings */
export const openaiEmbeddings: Dialect = {
  name: 'openai-embeddings',
  requestMembers: new Set([
    'model',
    'encoding_format',
    'dimensions',
    'output_dimension',
  ]),
  readRequest: (body, url) =>
    said<RequestFacts>({
      model: modelOf(body, url),
      encodingFormats: asTexts(body['encoding_format']),
      // Mistral's name is output_dimension.
      dimensionCount:
        asCount(body['dimensions']) ?? asCount(body['output_dimension']),
    }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    const usage = asObject(body['usage']);
    Object.assign(
      facts,
      said<ResponseFacts>({
        model: asText(body['model']),
        // Embeddings have no output: if only the total is reported, as by Voyage, it is the input.
        inputTokens:
          asCount(usage['prompt_tokens']) ??
          asCount(usage['input_tokens']) ??
          asCount(usage['total_tokens']),
        errorType: errorTypeOf(json),
      })
    );
  },
  /** Embeddings have no streams. */
  readEvent() {},
};
