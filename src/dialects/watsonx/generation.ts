// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import {
  asCount,
  asInteger,
  asNumber,
  asObject,
  asText,
  asTexts,
  said,
} from '../fields.ts';
import { modelOf, readErrorEvent, readErrors, streamOf } from './api.ts';
import { watsonxGenerationContent } from './generation-content.ts';

/** Text generation of IBM watsonx.ai: https://cloud.ibm.com/apidocs/watsonx-ai#text-generation */
export const watsonxGeneration: Dialect = {
  name: 'watsonx-generation',
  content: watsonxGenerationContent,
  requestMembers: new Set(['model_id', 'parameters']),
  readRequest(body, url) {
    const parameters = asObject(body['parameters']);
    return said<RequestFacts>({
      model: asText(body['model_id']),
      stream: streamOf(url),
      maxTokens: asCount(parameters['max_new_tokens']),
      temperature: asNumber(parameters['temperature']),
      topP: asNumber(parameters['top_p']),
      topK: asNumber(parameters['top_k']),
      seed: asInteger(parameters['random_seed']),
      stopSequences: asTexts(parameters['stop_sequences']),
    });
  },
  readResponse(json, _header, facts) {
    const body = asObject(json);
    readResult(body, facts);
    readErrors(body, facts);
  },
  readEvent(json, facts) {
    const event = asObject(json);
    readResult(event, facts);
    readErrorEvent(event, facts);
    if (facts.finishReasons !== undefined) facts.complete = true;
  },
  /** The input count is in one of the first events, the output count in the last one. */
  needsEveryEvent: request => request.stream === true,
};

/** A request has one prompt, and an answer one result. */
function readResult(body: JsonObject, facts: ResponseFacts): void {
  const { results } = body;
  const result = asObject(Array.isArray(results) ? results[0] : undefined);
  const reason = asText(result['stop_reason'])?.toLowerCase();
  const ended = reason !== undefined && reason !== 'not_finished';
  const inputTokens = asCount(result['input_token_count']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      model: modelOf(body),
      finishReasons: ended ? [reason] : undefined,
      // Later events contain 0.
      inputTokens:
        inputTokens === undefined
          ? undefined
          : Math.max(inputTokens, facts.inputTokens ?? 0),
      outputTokens: asCount(result['generated_token_count']),
    })
  );
  if (reason === 'error') facts.errorType = '_OTHER';
}
