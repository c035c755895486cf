// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import {
  asCount,
  asNumber,
  asObject,
  asText,
  asTexts,
  asWord,
  said,
} from '../fields.ts';

/** Text completions of Anthropic, whose answers have no usage: https://docs.claude.com/en/api/complete */
export const anthropicComplete: Dialect = {
  name: 'anthropic-complete',
  requestMembers: new Set([
    'model',
    'stream',
    'max_tokens_to_sample',
    'temperature',
    'top_p',
    'top_k',
    'stop_sequences',
  ]),
  readRequest: body =>
    said<RequestFacts>({
      model: asText(body['model']),
      stream: body['stream'] === true ? true : undefined,
      maxTokens: asCount(body['max_tokens_to_sample']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['top_p']),
      topK: asNumber(body['top_k']),
      stopSequences: asTexts(body['stop_sequences']),
    }),
  readResponse(json, _header, facts) {
    readCompletion(json, facts);
  },
  /** Each event is a completion; the last one has the stop reason. */
  readEvent(event, facts) {
    readCompletion(event, facts);
    if (facts.finishReasons !== undefined) facts.complete = true;
  },
};

function readCompletion(json: unknown, facts: ResponseFacts): void {
  const body = asObject(json);
  const reason = asText(body['stop_reason']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(body['id']),
      model: asText(body['model']),
      finishReasons: reason === undefined ? undefined : [reason],
      errorType:
        body['type'] === 'error'
          ? (asWord(asObject(body['error'])['type']) ?? '_OTHER')
          : undefined,
    })
  );
}
