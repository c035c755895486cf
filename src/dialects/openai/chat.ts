// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect, DialectRoute } from '../dialect.ts';
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
import { openaiChatContent } from './content/chat-content.ts';
import {
  choiceErrorType,
  errorTypeOf,
  eventErrorType,
  failedReasons,
} from './error.ts';
import { modelOfPath } from './path.ts';
import { readUsage } from './usage.ts';

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

/** Chat completions of OpenAI and of compatible APIs: https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  requestMembers: new Set([
    ...parameterMembers,
    'response_format',
    'modalities',
    'reasoning_effort',
    'reasoning',
  ]),
  readRequest: readChatParameters,
  readResponse(json, _header, facts, route) {
    readCompletion(json, facts, route);
  },
  readEvent: readChunk,
  needsEveryEvent: hasSeveralChoices,
  content: openaiChatContent,
};

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
function readChatParameters(body: JsonObject, url: URL): RequestFacts {
  const facts = readParameters(body, url);
  const outputType = outputTypeOf(body);
  if (outputType !== undefined) facts.outputType = outputType;
  const reasoningLevel = reasoningLevelOf(body);
  if (reasoningLevel !== undefined) facts.reasoningLevel = reasoningLevel;
  facts.apiType = 'chat_completions';
  return facts;
}

/** The model in the body, or in the path. */
export function modelOf(body: JsonObject, url: URL): string | undefined {
  return asText(body['model']) ?? modelOfPath(url);
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

/** Later choices are ignored: no provider returns so many, and an index determines the length of our array. */
const mostChoices = 2048;

/** Reads a whole chat completion or legacy completion, or an error instead. */
export function readCompletion(
  json: unknown,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  const body = asObject(json);
  const choices = choicesOf(body);
  readCommon(body, choices, facts, route);
  // A member that contains an error is more precise than a finish reason.
  const errorType = errorTypeOf(json) ?? choiceErrorType(choices[0]);
  if (errorType !== undefined) facts.errorType = errorType;
}

/** Reads one chunk of a streamed completion. */
export function readChunk(
  event: unknown,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  const chunk = asObject(event);
  const choices = choicesOf(chunk);
  readCommon(chunk, choices, facts, route);
  if (Array.isArray(event) || mayContainError(chunk, choices[0])) {
    const errorType = eventErrorType(event) ?? choiceErrorType(choices[0]);
    if (errorType !== undefined) facts.errorType = errorType;
  }
  if (allEnded(facts.finishReasons, route)) facts.complete = true;
}

/** Finish reasons of several choices are spread over the stream; a single one is in its last events. */
export function hasSeveralChoices(request: RequestFacts): boolean {
  return (request.choiceCount ?? 1) > 1;
}

/** Whether a chunk has a member that `error.ts` reads. Nearly no chunk has one. */
function mayContainError(chunk: JsonObject, choice: unknown): boolean {
  return (
    chunk['error'] != null ||
    chunk['object'] === 'error' ||
    chunk['base_resp'] != null ||
    chunk['error_code'] != null ||
    chunk['success'] === false ||
    chunk['message'] != null ||
    chunk['detail'] != null ||
    asObject(choice)['error'] != null
  );
}

function choicesOf(body: JsonObject): readonly unknown[] {
  return Array.isArray(body['choices']) ? body['choices'] : [];
}

function readCommon(
  body: JsonObject,
  choices: readonly unknown[],
  facts: ResponseFacts,
  { provider }: DialectRoute
): void {
  const id = facts.id ?? asText(body['id']);
  if (id !== undefined) facts.id = id;
  // Azure's first chunk, for the content filter, has an empty model.
  const model = facts.model ?? asText(body['model']);
  if (model !== undefined) facts.model = model;
  const tier = asText(body['service_tier']);
  if (tier !== undefined) facts.serviceTier = tier;
  const fingerprint = asText(body['system_fingerprint']);
  if (fingerprint !== undefined) facts.systemFingerprint = fingerprint;
  readFinishReasons(choices, facts);
  // The usual member last, so that it takes precedence: Moonshot's first models, then Groq's own, then `usage`.
  readUsage(asObject(choices[0])['usage'], facts, provider);
  readUsage(asObject(body['x_groq'])['usage'], facts, provider);
  readUsage(body['usage'], facts, provider);
}

function readFinishReasons(
  choices: readonly unknown[],
  facts: ResponseFacts
): void {
  let failure: string | undefined;
  for (let position = 0; position < choices.length; position++) {
    const item = choices[position];
    if (typeof item !== 'object' || item === null) continue;
    const choice = asObject(item);
    const reason = asText(choice['finish_reason']);
    if (reason !== undefined) failure ??= failedReasons.get(reason);
    const index = asCount(choice['index']) ?? position;
    if (index >= mostChoices) continue;
    // An entry for a later choice that has begun keeps the stream incomplete; the first choice needs none.
    if (reason === undefined && index === 0) continue;
    const reasons = (facts.finishReasons ??= []);
    while (reasons.length <= index) reasons.push(undefined);
    if (reason !== undefined) reasons[index] = reason;
  }
  if (failure !== undefined) facts.errorType = failure;
}

function allEnded(
  reasons: ResponseFacts['finishReasons'],
  route: DialectRoute
): boolean {
  return (
    reasons !== undefined &&
    reasons.length >= (route.choiceCount ?? 1) &&
    !reasons.includes(undefined)
  );
}
