// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asNumber, asObject, asText, said } from '../fields.ts';
import { errorTypeOf, eventErrorType } from './error.ts';
import { formatOf, modelOf, streamOf, tierOf } from './chat.ts';
import { openaiResponsesContent } from './content/responses-content.ts';
import { finishReasonOfStatus } from './responses-status.ts';
import { readResponsesUsage } from './usage.ts';

/** The Responses API: https://platform.openai.com/docs/api-reference/responses */
export const openaiResponses: Dialect = {
  name: 'openai-responses',
  content: openaiResponsesContent,
  requestMembers: new Set([
    'model',
    'stream',
    'temperature',
    'top_p',
    'max_output_tokens',
    'text',
    'reasoning',
    'service_tier',
    'conversation',
    'previous_response_id',
  ]),
  readRequest: (body, url) =>
    said<RequestFacts>({
      model: modelOf(body, url),
      stream: streamOf(body),
      maxTokens: asCount(body['max_output_tokens']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['top_p']),
      outputType: formatOf(asObject(body['text'])['format']),
      serviceTier: tierOf(body),
      reasoningLevel: asText(asObject(body['reasoning'])['effort']),
      conversationId:
        asText(body['conversation']) ??
        asText(asObject(body['conversation'])['id']),
      previousResponseId: asText(body['previous_response_id']),
      apiType: 'responses',
    }),
  readResponse(json, _header, facts) {
    const errorType = errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
    readResponseObject(asObject(json), facts);
  },
  readEvent(event, facts) {
    const { type, response } = asObject(event);
    if (typeof type === 'string' && terminalEvents.has(type)) {
      const whole = asObject(response);
      const errorType = eventErrorType(whole);
      if (errorType !== undefined) facts.errorType = errorType;
      readResponseObject(whole, facts);
      facts.complete = true;
    } else if (type === 'error') {
      facts.errorType = errorEventType(asObject(event));
    } else {
      // Only the id and the model: other values in a response are not final before its end.
      readNames(asObject(response), facts);
      const errorType = eventErrorType(event);
      if (errorType !== undefined) facts.errorType = errorType;
    }
  },
};

/** Events that contain the final response. */
export const terminalEvents: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
]);

function readResponseObject(response: JsonObject, facts: ResponseFacts): void {
  readNames(response, facts);
  readEnd(response, facts);
  readResponsesUsage(response['usage'], facts);
  if (response['status'] === 'failed') facts.errorType ??= '_OTHER';
}

/** Reads the finish reason and the service tier of a response. */
export function readEnd(response: JsonObject, facts: ResponseFacts): void {
  const finishReason = finishReasonOfStatus(response);
  Object.assign(
    facts,
    said<ResponseFacts>({
      finishReasons: finishReason === undefined ? undefined : [finishReason],
      serviceTier: asText(response['service_tier']),
    })
  );
}

export function readNames(response: JsonObject, facts: ResponseFacts): void {
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(response['id']),
      model: asText(response['model']),
    })
  );
}

/** { type: "error", code, message }; some servers put the members into `error`. */
export function errorEventType(event: JsonObject): string {
  const { error, code } = event;
  return errorTypeOf({ error }) ?? errorTypeOf({ error: { code } }) ?? '_OTHER';
}
