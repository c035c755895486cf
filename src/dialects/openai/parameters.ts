// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
import type { JsonObject } from '../fields.ts';
import { modelOfPath as googleModelOf } from '../google/path.ts';
import {
  asCount,
  asInteger,
  asNumber,
  asObject,
  asText,
  asTexts,
  said,
} from '../fields.ts';

/** Members that chat completions and legacy completions share. */
export const parameterMembers = [
  'model',
  'stream',
  'max_completion_tokens',
  'max_tokens',
  'n',
  'temperature',
  'top_p',
  'top_k',
  'seed',
  'random_seed',
  'frequency_penalty',
  'presence_penalty',
  'stop',
  'service_tier',
] as const;

/** Reads {@link parameterMembers}. */
export function readParameters(body: JsonObject, url: URL): RequestFacts {
  const choices = asCount(body['n']);
  return said<RequestFacts>({
    model: modelOf(body, url),
    stream: streamOf(body),
    maxTokens:
      asCount(body['max_completion_tokens']) ?? asCount(body['max_tokens']),
    choiceCount: choices === 1 ? undefined : choices,
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: asNumber(body['top_k']),
    // Mistral's name is random_seed.
    seed: asInteger(body['seed']) ?? asInteger(body['random_seed']),
    frequencyPenalty: asNumber(body['frequency_penalty']),
    presencePenalty: asNumber(body['presence_penalty']),
    stopSequences: asTexts(body['stop']),
    serviceTier: tierOf(body),
  });
}

/** Reads the parameters of a chat completion. */
export function readChatParameters(body: JsonObject, url: URL): RequestFacts {
  return {
    ...readParameters(body, url),
    ...said<RequestFacts>({
      outputType: outputTypeOf(body),
      reasoningLevel: reasoningLevelOf(body),
      apiType: 'chat_completions',
    }),
  };
}

/**
 * The model, or the deployment of Azure OpenAI, which is in the path: /openai/deployments/{deployment}/..., or behind
 * Cloudflare's gateway /azure-openai/{resource}/{deployment}/... Vertex AI has partner models in the path, too.
 */
export function modelOf(body: JsonObject, url: URL): string | undefined {
  return (
    asText(body['model']) ?? deploymentOf(url.pathname) ?? googleModelOf(url)
  );
}

/** `true`, or `undefined` for a request that does not stream. */
export function streamOf(body: JsonObject): true | undefined {
  return body['stream'] === true ? true : undefined;
}

/** The requested service tier; `auto` requests none. */
export function tierOf(body: JsonObject): string | undefined {
  const tier = asText(body['service_tier']);
  return tier === 'auto' ? undefined : tier;
}

/** Output type of `response_format` (chat) or `text.format` (responses). */
export function formatOf(value: unknown): 'text' | 'json' | undefined {
  switch (asObject(value)['type']) {
    case 'json_object':
    case 'json_schema':
      return 'json';
    case 'text':
      return 'text';
    default:
      return undefined;
  }
}

function deploymentOf(path: string): string | undefined {
  const deployment = /\/(?:deployments|azure-openai\/[^/]+)\/([^/]+)\//.exec(
    path
  )?.[1];
  if (deployment === undefined) return undefined;
  try {
    return decodeURIComponent(deployment);
  } catch {
    return deployment;
  }
}

function outputTypeOf(body: JsonObject): RequestFacts['outputType'] {
  const format = formatOf(body['response_format']);
  const modalities: unknown = body['modalities'];
  const speaks = Array.isArray(modalities) && modalities.includes('audio');
  return format !== 'json' && speaks ? 'speech' : format;
}

/** OpenRouter uses `reasoning.effort`, like the Responses API. */
function reasoningLevelOf(body: JsonObject): string | undefined {
  return (
    asText(body['reasoning_effort']) ??
    asText(asObject(body['reasoning'])['effort'])
  );
}
