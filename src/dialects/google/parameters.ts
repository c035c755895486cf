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
import { hasMethod, modelOfPath } from './path.ts';

/** A request of generateContent; model and streaming are in its path. */
export function readGoogleRequest(body: JsonObject, url: URL): RequestFacts {
  const config = asObject(memberOf(body, 'generationConfig'));
  const choices = asCount(memberOf(config, 'candidateCount'));
  const thinking = asObject(memberOf(config, 'thinkingConfig'));
  return said<RequestFacts>({
    model: modelOfPath(url),
    stream: hasMethod(url, 'streamGenerateContent') ? true : undefined,
    maxTokens: asCount(memberOf(config, 'maxOutputTokens')),
    choiceCount: choices === 1 ? undefined : choices,
    temperature: asNumber(config['temperature']),
    topP: asNumber(memberOf(config, 'topP')),
    topK: asNumber(memberOf(config, 'topK')),
    seed: asInteger(config['seed']),
    frequencyPenalty: asNumber(memberOf(config, 'frequencyPenalty')),
    presencePenalty: asNumber(memberOf(config, 'presencePenalty')),
    stopSequences: asTexts(memberOf(config, 'stopSequences')),
    outputType: outputTypeOf(config),
    reasoningLevel: asText(memberOf(thinking, 'thinkingLevel')),
  });
}

/** Google's servers accept request members in camel case and in snake case. */
export function memberOf(object: JsonObject, name: string): unknown {
  return (
    object[name] ??
    object[name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)]
  );
}

function outputTypeOf(config: JsonObject): RequestFacts['outputType'] {
  const modalities = asTexts(memberOf(config, 'responseModalities')) ?? [];
  if (modalities.includes('IMAGE')) return 'image';
  if (modalities.includes('AUDIO')) return 'speech';
  switch (memberOf(config, 'responseMimeType')) {
    case 'application/json':
      return 'json';
    case 'text/plain':
      return 'text';
    default:
      return undefined;
  }
}
