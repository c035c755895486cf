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
  asWord,
  said,
} from '../fields.ts';

/**
 * Text Generation Inference in its own format, which does not name the model. Counts are in the details, if the request
 * asks for them: https://huggingface.co/docs/text-generation-inference/reference/api_reference
 */
export const huggingfaceGenerate: Dialect = {
  name: 'huggingface-generate',
  requestMembers: new Set(['parameters', 'stream']),
  readRequest(body, { pathname }) {
    const parameters = asObject(body['parameters']);
    return said<RequestFacts>({
      stream:
        body['stream'] === true || pathname.endsWith('_stream')
          ? true
          : undefined,
      maxTokens: asCount(parameters['max_new_tokens']),
      temperature: asNumber(parameters['temperature']),
      topP: asNumber(parameters['top_p']),
      topK: asNumber(parameters['top_k']),
      seed: asInteger(parameters['seed']),
      frequencyPenalty: asNumber(parameters['frequency_penalty']),
      stopSequences: asTexts(parameters['stop']),
    });
  },
  readResponse(json, _header, facts) {
    readAnswer(asObject(Array.isArray(json) ? json[0] : json), facts);
  },
  readEvent(event, facts) {
    readAnswer(asObject(event), facts);
    if (facts.finishReasons !== undefined) facts.complete = true;
  },
};

/** The last event of a stream has the details, with the length of the input since version 3. */
function readAnswer(body: JsonObject, facts: ResponseFacts): void {
  const details = asObject(body['details']);
  const reason = asText(details['finish_reason']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      finishReasons: reason === undefined ? undefined : [reason],
      inputTokens: asCount(details['input_length']),
      outputTokens: asCount(details['generated_tokens']),
      errorType:
        body['error'] === undefined
          ? undefined
          : (asWord(body['error_type']) ?? '_OTHER'),
    })
  );
}
