// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import { cohereChatContent } from './chat-content.ts';
import { readBilledUnits } from './usage.ts';
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
import { formatOf, streamOf } from '../openai/chat.ts';

/**
 * Chat of Cohere: https://docs.cohere.com/reference/chat, and version 1, which has other names for the same fields:
 * https://docs.cohere.com/v1/reference/chat. Neither names the model in its answer.
 */
export const cohereChat: Dialect = {
  name: 'cohere-chat',
  content: cohereChatContent,
  requestMembers: new Set([
    'model',
    'stream',
    'max_tokens',
    'temperature',
    'p',
    'k',
    'seed',
    'frequency_penalty',
    'presence_penalty',
    'stop_sequences',
    'response_format',
    'conversation_id',
  ]),
  readRequest: body =>
    said<RequestFacts>({
      model: asText(body['model']),
      stream: streamOf(body),
      maxTokens: asCount(body['max_tokens']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['p']),
      topK: asNumber(body['k']),
      seed: asInteger(body['seed']),
      frequencyPenalty: asNumber(body['frequency_penalty']),
      presencePenalty: asNumber(body['presence_penalty']),
      stopSequences: asTexts(body['stop_sequences']),
      outputType: formatOf(body['response_format']),
      conversationId: asText(body['conversation_id']),
    }),
  readResponse(json, _header, facts) {
    const answer = asObject(json);
    if (!isError(answer)) readAnswer(answer, facts);
  },
  readEvent(json, facts) {
    const event = asObject(json);
    if (isError(event)) {
      facts.errorType = '_OTHER';
      return;
    }
    readId(event, facts);
    if (event['type'] === 'message-end') {
      readEnd(asObject(event['delta']), facts);
    } else if (event['event_type'] === 'stream-end') {
      // The reason is in the event, the other facts are in the answer that it repeats.
      readAnswer(asObject(event['response']), facts);
      readFinishReason(event, facts);
      facts.complete = true;
    }
  },
};

/** Finish reasons that are failures in a 200 response, with their `error.type`. */
const failures: ReadonlyMap<unknown, string> = new Map([
  ['ERROR', '_OTHER'],
  ['ERROR_LIMIT', 'ERROR_LIMIT'],
  ['ERROR_TOXIC', 'ERROR_TOXIC'],
  ['TIMEOUT', 'TIMEOUT'],
]);

function readAnswer(answer: JsonObject, facts: ResponseFacts): void {
  readId(answer, facts);
  readFinishReason(answer, facts);
  readBilledUnits(answer['meta'], facts);
  readBilledUnits(answer['usage'], facts);
}

function readEnd(delta: JsonObject, facts: ResponseFacts): void {
  readFinishReason(delta, facts);
  readBilledUnits(delta['usage'], facts);
  // Its text is for humans, not a code.
  if (asText(delta['error']) !== undefined) facts.errorType ??= '_OTHER';
  facts.complete = true;
}

/** Version 1 has an id for the answer, which the first event of a stream contains, and one for the request. */
function readId(from: JsonObject, facts: ResponseFacts): void {
  const id =
    asText(from['id']) ??
    asText(from['generation_id']) ??
    asText(from['response_id']);
  if (id !== undefined) facts.id ??= id;
}

function readFinishReason(from: JsonObject, facts: ResponseFacts): void {
  const reason = asText(from['finish_reason']);
  if (reason === undefined) return;
  facts.finishReasons = [reason];
  const failure = failures.get(reason);
  if (failure !== undefined) facts.errorType = failure;
}

/** { message, id }: the API failed, and the id is that of the failure. In an answer, the message is an object. */
function isError(body: JsonObject): boolean {
  return asText(body['message']) !== undefined;
}
