// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, said } from '../fields.ts';
import { errorTypeOf } from '../openai/error.ts';

/** Embeddings, whose answers contain only numbers: https://huggingface.co/docs/inference-providers/tasks/feature-extraction */
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
  /** Embeddings have no streams. */
  readEvent() {},
};

/** …/models/{owner}/{model}/pipeline/feature-extraction */
function modelOf(pathname: string): string | undefined {
  return /\/models\/(.+)\/pipeline\//.exec(pathname)?.[1];
}
