// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { errorTypeOf } from '../openai/error.ts';

/**
 * Predictions of Replicate. An answer may arrive before the model has started; it then has no counts and no finish reason:
 * https://replicate.com/docs/reference/http#predictions.create
 */
export const replicate: Dialect = {
  name: 'replicate',
  requestMembers: new Set(['version']),
  readRequest: (body, { pathname }) =>
    said<RequestFacts>({
      model: modelOf(pathname) ?? asText(body['version']),
    }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    const metrics = asObject(body['metrics']);
    const status = asText(body['status']);
    Object.assign(
      facts,
      said<ResponseFacts>({
        id: asText(body['id']),
        model: asText(body['model']),
        finishReasons:
          status === 'succeeded'
            ? ['stop']
            : status === 'failed'
              ? ['error']
              : undefined,
        inputTokens: asCount(metrics['input_token_count']),
        outputTokens: asCount(metrics['output_token_count']),
        errorType: status === 'failed' ? '_OTHER' : undefined,
      })
    );
    if (status === undefined) {
      const errorType = errorTypeOf(json);
      if (errorType !== undefined) facts.errorType = errorType;
    }
  },
  /** Streams have separate URLs, which the answer contains. */
  readEvent() {},
};

function modelOf(pathname: string): string | undefined {
  return /\/(?:models|deployments)\/([^/]+\/[^/]+)\/predictions\/?$/.exec(
    pathname
  )?.[1];
}
