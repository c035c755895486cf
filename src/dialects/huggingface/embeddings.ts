// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, said } from '../fields.ts';
import { errorTypeOf } from '../openai/error.ts';

/** Embeddings, which answer with nothing but numbers: https://huggingface.co/docs/inference-providers/tasks/feature-extraction */
export const huggingfaceEmbeddings: Dialect = {
  name: 'huggingface-embeddings',
  requestMembers: new Set(['dimensions']),
  readRequest: (body, { pathname }) =>
    said<RequestFacts>({
      model: modelOf(pathname),
      dimensionCount: asCount(body['dimensions']),
    }),
  readResponse(json, _header, facts) {
    const errorType = errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
  },
  /** There is no stream of embeddings. */
  readEvent() {},
};

/** …/models/{owner}/{model}/pipeline/feature-extraction */
function modelOf(pathname: string): string | undefined {
  return /\/models\/(.+)\/pipeline\//.exec(pathname)?.[1];
}
