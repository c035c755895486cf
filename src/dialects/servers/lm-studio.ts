// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import {
  asCount,
  asNumber,
  asObject,
  asText,
  said,
  type JsonObject,
} from '../fields.ts';
import { errorTypeOf, eventErrorType } from '../openai/error.ts';
import { streamOf } from '../openai/chat.ts';

/** Chat of LM Studio in its own format: https://lmstudio.ai/docs/developer/rest/chat */
export const lmStudio: Dialect = {
  name: 'lm-studio',
  requestMembers: new Set([
    'model',
    'stream',
    'max_output_tokens',
    'temperature',
    'top_p',
    'top_k',
    'previous_response_id',
    'reasoning',
  ]),
  readRequest: body =>
    said<RequestFacts>({
      model: asText(body['model']),
      stream: streamOf(body),
      maxTokens: asCount(body['max_output_tokens']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['top_p']),
      topK: asNumber(body['top_k']),
      reasoningLevel: asText(body['reasoning']),
      previousResponseId: asText(body['previous_response_id']),
    }),
  readResponse(json, _header, facts) {
    const errorType = errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
    readResult(asObject(json), facts);
  },
  readEvent(event, facts) {
    const { type, result } = asObject(event);
    const errorType = eventErrorType(event);
    if (errorType !== undefined) facts.errorType = errorType;
    readResult(asObject(result), facts);
    if (type === 'chat.end') facts.complete = true;
  },
};

function readResult(result: JsonObject, facts: ResponseFacts): void {
  const stats = asObject(result['stats'] ?? result['usage']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(result['response_id']),
      model: asText(result['model_instance_id']),
      inputTokens: asCount(stats['input_tokens']),
      outputTokens:
        asCount(stats['total_output_tokens']) ??
        asCount(stats['output_tokens']),
      reasoningTokens: asCount(stats['reasoning_output_tokens']),
    })
  );
}
