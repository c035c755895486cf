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
import { errorTypeOf, eventErrorType } from '../openai/error.ts';
import { vercelContent } from './vercel-content.ts';

/**
 * The protocol of the AI SDK's models over HTTP. The model is in a header, and the body contains the options of a call. The
 * answer is the return value of the SDK's model, whole or as the parts of its stream.
 *
 * @see https://github.com/vercel/ai/tree/main/packages/gateway
 * @see https://github.com/vercel/ai/tree/main/packages/provider/src/language-model
 */
export const vercelAi: Dialect = {
  name: 'vercel-ai',
  content: vercelContent,
  requestMembers: new Set([
    'maxOutputTokens',
    'temperature',
    'topP',
    'topK',
    'seed',
    'frequencyPenalty',
    'presencePenalty',
    'stopSequences',
    'responseFormat',
    'reasoning',
    'dimensions',
    'n',
  ]),
  readRequest(body, { pathname }, headers) {
    const choices = asCount(body['n']);
    return said<RequestFacts>({
      model:
        asText(headers.get('ai-language-model-id')) ??
        asText(headers.get('ai-model-id')),
      stream:
        headers.get('ai-language-model-streaming') === 'true'
          ? true
          : undefined,
      maxTokens: asCount(body['maxOutputTokens']),
      choiceCount: choices === 1 ? undefined : choices,
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['topP']),
      topK: asNumber(body['topK']),
      seed: asInteger(body['seed']),
      frequencyPenalty: asNumber(body['frequencyPenalty']),
      presencePenalty: asNumber(body['presencePenalty']),
      stopSequences: asTexts(body['stopSequences']),
      reasoningLevel: asText(body['reasoning']),
      dimensionCount: asCount(body['dimensions']),
      outputType: outputTypeOf(pathname, body),
    });
  },
  readResponse(json, _headers, facts) {
    const body = asObject(json);
    const errorType = errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
    readNames(asObject(body['response']), facts);
    // Answers to a decision name the model themselves.
    const model = asText(body['model']);
    if (model !== undefined) facts.model = model;
    readEnd(body, facts);
  },
  readEvent(event, facts) {
    const part = asObject(event);
    switch (part['type']) {
      case 'response-metadata':
        readNames(part, facts);
        break;
      case 'finish':
        readEnd(part, facts);
        facts.complete = true;
        break;
      // The only event of a video
      case 'result':
        facts.complete = true;
        break;
      case 'error':
        facts.errorType =
          asWord(part['errorType']) ?? eventErrorType(event) ?? '_OTHER';
        break;
    }
  },
};

function outputTypeOf(
  pathname: string,
  body: JsonObject
): RequestFacts['outputType'] {
  if (pathname.includes('/image-model')) return 'image';
  if (pathname.includes('/speech-model')) return 'speech';
  const { type } = asObject(body['responseFormat']);
  return type === 'json' || type === 'text' ? type : undefined;
}

function readNames(metadata: JsonObject, facts: ResponseFacts): void {
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(metadata['id']),
      model: asText(metadata['modelId']),
    })
  );
}

/** The finish reason and the usage: plain values up to version 3 of the protocol, objects since. */
function readEnd(body: JsonObject, facts: ResponseFacts): void {
  const { finishReason, usage } = body;
  const reason =
    asText(finishReason) ?? asText(asObject(finishReason)['unified']);
  if (reason !== undefined) facts.finishReasons = [reason];
  const counts = asObject(usage);
  const input = asObject(counts['inputTokens']);
  const output = asObject(counts['outputTokens']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens:
        asCount(counts['inputTokens']) ??
        asCount(input['total']) ??
        // For embeddings
        asCount(counts['tokens']),
      outputTokens: asCount(counts['outputTokens']) ?? asCount(output['total']),
      cacheReadTokens:
        asCount(counts['cachedInputTokens']) ?? asCount(input['cacheRead']),
      cacheWriteTokens: asCount(input['cacheWrite']),
      reasoningTokens:
        asCount(counts['reasoningTokens']) ?? asCount(output['reasoning']),
    })
  );
}
