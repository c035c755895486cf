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
import { formatOf } from '../openai/chat.ts';

/**
 * Parameter names of the model vendors on Bedrock:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html. No two vendors use one name with different
 * meanings, so the names in a body suffice. The path does not always name the vendor.
 */
const names = {
  maxTokens: [
    'max_completion_tokens', // OpenAI
    'max_tokens', // Anthropic, Cohere, Mistral, AI21, DeepSeek
    'max_tokens_to_sample', // Claude 2
    'max_gen_len', // Llama
    'maxTokens', // Nova, Jurassic
    'max_new_tokens', // Nova, older name
    'maxTokenCount', // Titan
  ],
  choices: ['n', 'num_generations', 'numResults'],
  temperature: ['temperature'],
  topP: ['top_p', 'topP', 'p'],
  topK: ['top_k', 'topK', 'k'],
  seed: ['seed'],
  frequencyPenalty: ['frequency_penalty'],
  presencePenalty: ['presence_penalty'],
  stop: ['stop_sequences', 'stopSequences', 'stop'],
  dimensions: ['dimensions', 'output_dimension', 'outputEmbeddingLength'],
  encodingFormats: ['embedding_types', 'embeddingTypes'],
} as const;

/** Members of Titan and Nova that contain some of those. */
const holders = ['textGenerationConfig', 'inferenceConfig', 'embeddingConfig'];

/** Members of a body that are read. */
export const nativeMembers: ReadonlySet<string> = new Set([
  ...Object.values(names).flat(),
  ...holders,
  'response_format',
  'output_config',
  'reasoning_effort',
]);

/** Reads the body of a request in the format of the model's vendor. */
export function readNativeParameters(body: JsonObject): RequestFacts {
  const places = [body, ...holders.map(name => asObject(body[name]))];
  const find = (these: readonly string[]): unknown =>
    places
      .flatMap(place => these.map(name => place[name]))
      .find(value => value != null);
  const choices = asCount(find(names.choices));
  return said<RequestFacts>({
    maxTokens: asCount(find(names.maxTokens)),
    choiceCount: choices === 1 ? undefined : choices,
    temperature: asNumber(find(names.temperature)),
    topP: asNumber(find(names.topP)),
    topK: asNumber(find(names.topK)),
    seed: asInteger(find(names.seed)),
    frequencyPenalty: asNumber(find(names.frequencyPenalty)),
    presencePenalty: asNumber(find(names.presencePenalty)),
    stopSequences: asTexts(find(names.stop)),
    outputType: outputTypeOf(body),
    reasoningLevel:
      asText(body['reasoning_effort']) ??
      asText(asObject(body['output_config'])['effort']),
    encodingFormats: asTexts(find(names.encodingFormats)),
    dimensionCount: asCount(find(names.dimensions)),
  });
}

/** In OpenAI's format, and in Claude's. */
function outputTypeOf(body: JsonObject): RequestFacts['outputType'] {
  const { format } = asObject(body['output_config']);
  return formatOf(body['response_format'] ?? format);
}
