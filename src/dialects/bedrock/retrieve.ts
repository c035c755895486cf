// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import { asObject, asText, said } from '../fields.ts';
import { readException, readFailure, readHeaders } from './bedrock.ts';

/**
 * RetrieveAndGenerate of Bedrock's knowledge bases, which reports no tokens:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrieveAndGenerate.html
 */
export const bedrockRetrieve: Dialect = {
  name: 'bedrock-retrieve',
  requestMembers: new Set(['sessionId', 'retrieveAndGenerateConfiguration']),
  readRequest(body) {
    const given = asObject(body['retrieveAndGenerateConfiguration']);
    const bases = asObject(given['knowledgeBaseConfiguration']);
    const sources = asObject(given['externalSourcesConfiguration']);
    return said<RequestFacts>({
      model: asText(bases['modelArn']) ?? asText(sources['modelArn']),
      conversationId: asText(body['sessionId']),
    });
  },
  readResponse(json, _header, facts) {
    const body = asObject(json);
    readFailure(body, facts);
    if (body['guardrailAction'] === 'INTERVENED') {
      facts.finishReasons = ['guardrail_intervened'];
    }
  },
  readEvent(event, facts) {
    const { exception } = asObject(event);
    if (typeof exception === 'string') readException(exception, facts);
  },
  readHeaders,
};
