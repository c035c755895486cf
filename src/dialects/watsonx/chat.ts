// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asObject, asText, said } from '../fields.ts';
import { openaiChatContent } from '../openai/content/chat-content.ts';
import {
  formatOf,
  hasSeveralChoices,
  parameterMembers,
  readChunk,
  readCompletion,
  readParameters,
} from '../openai/chat.ts';
import { modelOf, readErrorEvent, readErrors, streamOf } from './api.ts';

/** Chat of IBM watsonx.ai, with answers in OpenAI's format: https://cloud.ibm.com/apidocs/watsonx-ai#text-chat */
export const watsonxChat: Dialect = {
  name: 'watsonx-chat',
  requestMembers: new Set([
    ...parameterMembers,
    'model_id',
    'response_format',
    'reasoning_effort',
  ]),
  readRequest: (body, url) => ({
    ...readParameters(body, url),
    ...said<RequestFacts>({
      model: asText(body['model_id']),
      stream: streamOf(url),
      outputType: formatOf(body['response_format']),
      reasoningLevel: asText(body['reasoning_effort']),
    }),
  }),
  readResponse(json, _header, facts, route) {
    readCompletion(json, facts, route);
    readModel(json, facts);
    readErrors(asObject(json), facts);
  },
  readEvent(event, facts, route) {
    readChunk(event, facts, route);
    readModel(event, facts);
    readErrorEvent(asObject(event), facts);
  },
  needsEveryEvent: hasSeveralChoices,
  content: openaiChatContent,
};

function readModel(json: unknown, facts: ResponseFacts): void {
  const model = modelOf(asObject(json));
  if (model !== undefined) facts.model ??= model;
}
