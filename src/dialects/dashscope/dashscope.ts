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
import { errorTypeOf } from '../openai/error.ts';
import { formatOf } from '../openai/chat.ts';
import { readResponsesUsage } from '../openai/usage.ts';
import { dashscopeContent } from './dashscope-content.ts';

/**
 * DashScope's own format: { model, input, parameters }, answered with { output, usage, request_id }. A header requests a
 * stream. Its usage is cumulative; its events are whole answers, or increments since the previous event.
 *
 * @see https://help.aliyun.com/zh/model-studio/qwen-api-via-dashscope
 */
export const dashscope: Dialect = {
  name: 'dashscope',
  content: dashscopeContent,
  requestMembers: new Set(['model', 'parameters']),
  readRequest(body, _url, headers) {
    const parameters = asObject(body['parameters']);
    const choices = asCount(parameters['n']);
    return said<RequestFacts>({
      model: asText(body['model']),
      stream: isStreamed(headers.get('x-dashscope-sse'), headers.get('accept')),
      maxTokens: asCount(parameters['max_tokens']),
      choiceCount: choices === 1 ? undefined : choices,
      temperature: asNumber(parameters['temperature']),
      topP: asNumber(parameters['top_p']),
      topK: asNumber(parameters['top_k']),
      seed: asInteger(parameters['seed']),
      presencePenalty: asNumber(parameters['presence_penalty']),
      stopSequences: asTexts(parameters['stop']),
      outputType: formatOf(parameters['response_format']),
      dimensionCount: asCount(parameters['dimension']),
    });
  },
  readResponse(json, _headers, facts, { operation }) {
    const errorType = errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
    readAnswer(asObject(json), facts, operation === 'embeddings');
  },
  readEvent(event, facts) {
    const errorType = errorTypeOf(event);
    if (errorType !== undefined) facts.errorType = errorType;
    readAnswer(asObject(event), facts, false);
    if (facts.finishReasons !== undefined) facts.complete = true;
  },
};

function isStreamed(
  sse: string | undefined,
  accept: string | undefined
): true | undefined {
  return sse === 'enable' || accept?.includes('text/event-stream') === true
    ? true
    : undefined;
}

function readAnswer(
  body: JsonObject,
  facts: ResponseFacts,
  isEmbedding: boolean
): void {
  const { output, usage, request_id } = body;
  // The conventions define no id for embeddings.
  const id = isEmbedding ? undefined : asText(request_id);
  if (id !== undefined) facts.id = id;
  const reasons = reasonsOf(asObject(output));
  if (reasons.some(reason => reason !== undefined)) {
    facts.finishReasons = reasons;
  }
  readResponsesUsage(usage, facts);
  // Embeddings and rankings report only the total, which is their input.
  const total = asCount(asObject(usage)['total_tokens']);
  if (total !== undefined) facts.inputTokens ??= total;
}

/** The finish reason of choices or of the text; until the end, a stream has the string "null". */
function reasonsOf({
  choices,
  finish_reason,
}: JsonObject): (string | undefined)[] {
  const given: unknown[] = Array.isArray(choices)
    ? choices
        .slice(0, MOST_CHOICES)
        .map(choice => asObject(choice)['finish_reason'])
    : [finish_reason];
  return given.map(reason => (reason === 'null' ? undefined : asText(reason)));
}

/** The API returns at most 4. */
const MOST_CHOICES = 16;
