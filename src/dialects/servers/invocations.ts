// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation, RequestFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asText, said } from '../fields.ts';
import { openaiChatContent } from '../openai/content/chat-content.ts';
import {
  hasSeveralChoices,
  parameterMembers,
  readChunk,
  readCompletion,
  readParameters,
} from '../openai/chat.ts';

/**
 * An endpoint of Databricks, SageMaker or MLflow that is invoked by its name, in OpenAI's format. The members of the body
 * decide the operation: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/api-reference
 */
export const invocations: Dialect = {
  name: 'invocations',
  requestMembers: new Set(parameterMembers),
  presentMembers: new Set(['messages', 'prompt', 'input']),
  readRequest: (body, url) => ({
    ...readParameters(body, url),
    ...said<RequestFacts>({
      operation: operationOf(body),
      model: endpointOf(url.pathname) ?? asText(body['model']),
      stream: url.pathname.endsWith('-stream') ? true : undefined,
    }),
  }),
  readResponse(json, _header, facts, route) {
    readCompletion(json, facts, route);
  },
  readEvent: readChunk,
  needsEveryEvent: hasSeveralChoices,
  content: openaiChatContent,
};

function operationOf(body: JsonObject): Operation | undefined {
  if ('messages' in body) return undefined;
  if ('prompt' in body) return 'text_completion';
  return 'input' in body ? 'embeddings' : undefined;
}

/** The name of the endpoint is used as the model, as for a deployment of Azure. */
function endpointOf(pathname: string): string | undefined {
  return /\/(?:serving-endpoints|endpoints|gateway)\/([^/]+)\/invocations/.exec(
    pathname
  )?.[1];
}
