// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
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

/** Members that chat and generate share. */
export const generationMembers = [
  'model',
  'stream',
  'format',
  'options',
  'think',
] as const;

/** Reads {@link generationMembers}. A negative `num_predict` means no limit. */
export function readGeneration(body: JsonObject): RequestFacts {
  const options = asObject(body['options']);
  return said<RequestFacts>({
    model: asText(body['model']),
    stream: streamOf(body),
    maxTokens: asCount(options['num_predict']),
    temperature: asNumber(options['temperature']),
    topP: asNumber(options['top_p']),
    topK: asNumber(options['top_k']),
    seed: asInteger(options['seed']),
    frequencyPenalty: asNumber(options['frequency_penalty']),
    presencePenalty: asNumber(options['presence_penalty']),
    stopSequences: asTexts(options['stop']),
    outputType: outputTypeOf(body['format']),
    reasoningLevel: asText(body['think']),
  });
}

/** Ollama streams by default. A body without a model was not seen, so nothing is known about it. */
function streamOf(body: JsonObject): true | undefined {
  return 'model' in body && body['stream'] !== false ? true : undefined;
}

/** `json`, or a JSON schema. */
function outputTypeOf(format: unknown): RequestFacts['outputType'] {
  return format === 'json' || Object.keys(asObject(format)).length > 0
    ? 'json'
    : undefined;
}
