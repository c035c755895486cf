// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText, said } from '../fields.ts';
import { openaiChatContent } from './content/chat-content.ts';
import { hasSeveralChoices, readChunk, readCompletion } from './choices.ts';
import { formatOf, parameterMembers, readParameters } from './parameters.ts';

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
  readRequest: (body, url) => ({
    ...readParameters(body, url),
    ...said<RequestFacts>({
      outputType: outputTypeOf(body),
      reasoningLevel: reasoningLevelOf(body),
      apiType: 'chat_completions',
    }),
  }),
  readResponse(json, _header, facts, route) {
    readCompletion(json, facts, route);
  },
  readEvent: readChunk,
  needsEveryEvent: hasSeveralChoices,
  content: openaiChatContent,
};

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
