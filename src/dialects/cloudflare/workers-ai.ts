// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation, RequestFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asInteger, asNumber, asObject, said } from '../fields.ts';
import { readChunk, readCompletion, streamOf } from '../openai/chat.ts';

/**
 * Models of Workers AI, each with the input of its task. An answer is in `result`, with a usage in OpenAI's format; a
 * stream has the usage in its last event: https://developers.cloudflare.com/workers-ai/models
 */
export const workersAi: Dialect = {
  name: 'workers-ai',
  requestMembers: new Set([
    'stream',
    'max_tokens',
    'temperature',
    'top_p',
    'top_k',
    'seed',
    'frequency_penalty',
    'presence_penalty',
  ]),
  presentMembers: new Set(['prompt', 'text', 'query', 'contexts']),
  readRequest: (body, { pathname }) =>
    said<RequestFacts>({
      operation: operationOf(body),
      model: modelOf(pathname),
      stream: streamOf(body),
      maxTokens: asCount(body['max_tokens']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['top_p']),
      topK: asNumber(body['top_k']),
      seed: asInteger(body['seed']),
      frequencyPenalty: asNumber(body['frequency_penalty']),
      presencePenalty: asNumber(body['presence_penalty']),
    }),
  readResponse(json, _header, facts, route) {
    const { result, errors, success } = asObject(json);
    if (success === false) {
      const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
      const code = asInteger(asObject(first)['code']);
      facts.errorType = code?.toString() ?? '_OTHER';
    } else readCompletion(result ?? json, facts, route);
  },
  readEvent: readChunk,
};

/** A ranking has a query and contexts, embeddings have a text, older models a prompt. */
function operationOf(body: JsonObject): Operation | undefined {
  if ('query' in body && 'contexts' in body) return 'rerank';
  if ('text' in body) return 'embeddings';
  return 'prompt' in body ? 'text_completion' : undefined;
}

/** `@cf/{owner}/{model}` */
function modelOf(pathname: string): string | undefined {
  return /\/(@[^/]+\/.+?)\/?$/.exec(pathname)?.[1];
}
