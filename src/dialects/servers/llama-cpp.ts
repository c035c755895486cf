// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import {
  asCount,
  asInteger,
  asNumber,
  asObject,
  asText,
  asTexts,
  said,
} from '../fields.ts';
import { errorTypeOf, eventErrorType } from '../openai/error.ts';
import { streamOf } from '../openai/chat.ts';

/** Completions of llama.cpp's server in its own format: https://github.com/ggml-org/llama.cpp/tree/master/tools/server */
export const llamaCpp: Dialect = {
  name: 'llama-cpp',
  requestMembers: new Set([
    'stream',
    'n_predict',
    'temperature',
    'top_p',
    'top_k',
    'seed',
    'frequency_penalty',
    'presence_penalty',
    'stop',
  ]),
  readRequest: body =>
    said<RequestFacts>({
      stream: streamOf(body),
      maxTokens: asCount(body['n_predict']),
      temperature: asNumber(body['temperature']),
      topP: asNumber(body['top_p']),
      topK: asNumber(body['top_k']),
      seed: asInteger(body['seed']),
      frequencyPenalty: asNumber(body['frequency_penalty']),
      presencePenalty: asNumber(body['presence_penalty']),
      stopSequences: asTexts(body['stop']),
    }),
  readResponse(json, _header, facts) {
    readAnswer(json, facts, errorTypeOf(json));
  },
  readEvent(event, facts) {
    readAnswer(event, facts, eventErrorType(event));
    if (asObject(event)['stop'] === true) facts.complete = true;
  },
};

function readAnswer(
  json: unknown,
  facts: ResponseFacts,
  errorType: string | undefined
): void {
  const body = asObject(json);
  const usage = asObject(body['usage']);
  const reason = reasons.get(body['stop_type']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      model: asText(body['model']),
      finishReasons: reason === undefined ? undefined : [reason],
      inputTokens:
        asCount(body['tokens_evaluated']) ?? asCount(usage['prompt_tokens']),
      outputTokens:
        asCount(body['tokens_predicted']) ??
        asCount(usage['completion_tokens']),
      errorType,
    })
  );
}

/** Finish reasons in the words of the conventions; a stream has `none` until the end. */
const reasons: ReadonlyMap<unknown, string> = new Map([
  ['eos', 'stop'],
  ['word', 'stop'],
  ['limit', 'length'],
]);
