// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import { anthropicMessagesContent } from './messages-content.ts';
import { readAnthropicUsage } from './usage.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import {
  asCount,
  asNumber,
  asObject,
  asText,
  asTexts,
  asWord,
  said,
} from '../fields.ts';
import { googleErrorType } from '../google/error.ts';
import { errorTypeOf as openaiErrorType } from '../openai/error.ts';
import { hasMethod, modelOfPath } from '../google/path.ts';

/**
 * Messages of Anthropic, of compatible APIs, and of Claude on Vertex AI:
 * https://docs.claude.com/en/api/messages. All facts of a stream are in its first event and its last ones.
 */
export const anthropicMessages: Dialect = {
  name: 'anthropic-messages',
  content: anthropicMessagesContent,
  requestMembers: new Set([
    'model',
    'stream',
    'max_tokens',
    'temperature',
    'top_p',
    'top_k',
    'stop_sequences',
    'output_config',
    'output_format',
  ]),
  readRequest: (body, url) =>
    said<RequestFacts>({
      // Vertex AI has the model in the path, and a separate method for streams.
      model: asText(body['model']) ?? modelOfPath(url),
      stream:
        body['stream'] === true || hasMethod(url, 'streamRawPredict')
          ? true
          : undefined,
      maxTokens: asCount(body['max_tokens']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['top_p']),
      topK: asNumber(body['top_k']),
      stopSequences: asTexts(body['stop_sequences']),
      outputType: outputTypeOf(body),
      reasoningLevel: asText(asObject(body['output_config'])['effort']),
    }),
  readResponse(json, _header, facts) {
    const errorType = errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
    const message = asObject(json);
    readMessage(message, facts);
    readStopReason(message, facts);
    readAnthropicUsage(message['usage'], facts);
  },
  readEvent(event, facts) {
    const { type, message, delta, usage, error } = asObject(event);
    switch (type) {
      case 'message_start': {
        const started = asObject(message);
        readMessage(started, facts);
        // Its output is the count at the start of the message, not that of the answer.
        const { output_tokens: _begun, ...input } = asObject(started['usage']);
        readAnthropicUsage(input, facts);
        break;
      }
      case 'message_delta':
        readStopReason(asObject(delta), facts);
        readAnthropicUsage(usage, facts);
        break;
      case 'message_stop':
        // Bedrock adds a usage with the cache counts.
        readAnthropicUsage(usage, facts);
        facts.complete = true;
        break;
      default:
        if (
          type === 'error' ||
          Object.keys(asObject(error)).length > 0 ||
          isFlatError(type) ||
          (type === undefined && openaiErrorType(event) !== undefined)
        ) {
          facts.errorType = errorTypeOf(event) ?? '_OTHER';
        }
    }
  },
};

/**
 * { type: "error", error: { type, message } }. Vertex AI returns its own errors in Google's format. Gateways leave out the
 * member `error`, or use OpenAI's format.
 */
function errorTypeOf(json: unknown): string | undefined {
  const { error, type } = asObject(json);
  return (
    asWord(asObject(error)['type']) ??
    googleErrorType(json) ??
    (isFlatError(type) ? asWord(type) : openaiErrorType(json))
  );
}

/** The error itself as an event: { type: "overloaded_error", message }. */
function isFlatError(type: unknown): boolean {
  return typeof type === 'string' && type.endsWith('_error');
}

function readMessage(message: JsonObject, facts: ResponseFacts): void {
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(message['id']),
      model: asText(message['model']),
    })
  );
}

function readStopReason(from: JsonObject, facts: ResponseFacts): void {
  const reason = asText(from['stop_reason']);
  if (reason !== undefined) facts.finishReasons = [reason];
}

/** The older beta had the format at the top level. */
function outputTypeOf(body: JsonObject): RequestFacts['outputType'] {
  const format = asObject(
    asObject(body['output_config'])['format'] ?? body['output_format']
  );
  return format['type'] === 'json_schema' ? 'json' : undefined;
}
