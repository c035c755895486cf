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
import { interactionsErrorType } from './error.ts';
import { readInteractionsUsage } from './usage.ts';

/** Interactions of Gemini and Vertex AI with a model: https://ai.google.dev/api/interactions-api */
export const googleInteractions: Dialect = {
  name: 'google-interactions',
  requestMembers: new Set([
    'model',
    'stream',
    'generation_config',
    'response_format',
    'response_mime_type',
    'response_modalities',
    'previous_interaction_id',
  ]),
  readRequest(body) {
    const config = asObject(body['generation_config']);
    return said<RequestFacts>({
      model: asText(body['model']),
      stream: body['stream'] === true ? true : undefined,
      maxTokens: asCount(config['max_output_tokens']),
      temperature: asNumber(config['temperature']),
      topP: asNumber(config['top_p']),
      seed: asInteger(config['seed']),
      stopSequences: asTexts(config['stop_sequences']),
      reasoningLevel: asText(config['thinking_level']),
      outputType: outputTypeOf(body),
      previousResponseId: asText(body['previous_interaction_id']),
    });
  },
  readResponse(json, _header, facts) {
    const errorType = interactionsErrorType(json);
    if (errorType !== undefined) facts.errorType = errorType;
    readInteraction(asObject(json), facts);
  },
  readEvent(event, facts) {
    const { event_type: type, error, interaction, usage } = asObject(event);
    if (type === 'error') {
      facts.errorType = interactionsErrorType({ error }) ?? '_OTHER';
    }
    // The usage of a finished step may cover only that step.
    if (type === 'interaction.status_update') {
      readInteractionsUsage(usage, facts);
    }
    readInteraction(asObject(interaction), facts);
    if (type === 'interaction.completed') facts.complete = true;
  },
};

function readInteraction(interaction: JsonObject, facts: ResponseFacts): void {
  const status = asText(interaction['status']);
  const reason = status && reasons.get(status);
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(interaction['id']),
      model: asText(interaction['model']),
      finishReasons: reason === undefined ? undefined : [reason],
    })
  );
  readInteractionsUsage(interaction['usage'], facts);
  if (status === 'failed') facts.errorType ??= failureOf(interaction);
}

function failureOf({ errors }: JsonObject): string {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return asWord(asObject(first)['code']) ?? '_OTHER';
}

/**
 * The finish reason of an interaction. The API has no such field, so it is derived from `status`. An interaction that
 * continues, in the background or in the next request, has none.
 */
const reasons: ReadonlyMap<string, string> = new Map([
  ['completed', 'stop'],
  ['requires_action', 'tool_call'],
  ['failed', 'error'],
  ['cancelled', 'error'],
  // The API does not report which limit it was.
  ['incomplete', 'incomplete'],
  ['budget_exceeded', 'budget_exceeded'],
]);

/** Returns the output type: the kind of content, or the format of text. */
function outputTypeOf(body: JsonObject): RequestFacts['outputType'] {
  const format = body['response_format'];
  const formats: unknown[] = Array.isArray(format) ? format : [format];
  const kinds = [
    ...(asTexts(body['response_modalities']) ?? []),
    ...formats.map(each => asObject(each)['type']),
  ];
  if (kinds.includes('image')) return 'image';
  if (kinds.includes('audio')) return 'speech';
  const types = [
    body['response_mime_type'],
    ...formats.map(each => asObject(each)['mime_type']),
  ];
  if (types.includes('application/json')) return 'json';
  return types.includes('text/plain') ? 'text' : undefined;
}
