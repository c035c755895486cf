// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { errorTypeOf, eventErrorType } from '../openai/error.ts';
import { streamOf } from '../openai/chat.ts';

/** Inference of TensorZero in its own format: https://www.tensorzero.com/docs/gateway/api-reference/inference */
export const tensorzero: Dialect = {
  name: 'tensorzero',
  requestMembers: new Set([
    'model_name',
    'function_name',
    'stream',
    'episode_id',
  ]),
  readRequest: body =>
    said<RequestFacts>({
      model: asText(body['model_name']) ?? asText(body['function_name']),
      stream: streamOf(body),
      conversationId: asText(body['episode_id']),
    }),
  readResponse(json, _header, facts) {
    readAnswer(json, facts, errorTypeOf(json));
  },
  readEvent(event, facts) {
    readAnswer(event, facts, eventErrorType(event));
  },
};

function readAnswer(
  json: unknown,
  facts: ResponseFacts,
  errorType: string | undefined
): void {
  const body = asObject(json);
  const usage = asObject(body['usage']);
  const reason = asText(body['finish_reason']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(body['inference_id']),
      model: asText(body['variant_name']),
      finishReasons: reason === undefined ? undefined : [reason],
      inputTokens: asCount(usage['input_tokens']),
      outputTokens: asCount(usage['output_tokens']),
      errorType,
    })
  );
}
