// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation, RequestFacts, ResponseFacts } from '../../call.ts';
import {
  asBedrockEvent,
  modelOf,
  readException,
  readFailure,
  readHeaders,
  streamOf,
} from './bedrock.ts';
import { readNativeAnswer, readNativeEvent } from './answers.ts';
import { bedrockInvokeContent } from './invoke-content.ts';
import { nativeMembers, readNativeParameters } from './parameters.ts';
import type { Dialect, HeaderReader } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { hasSeveralChoices } from '../openai/chat.ts';

/**
 * InvokeModel and InvokeModelWithResponseStream of Bedrock: bodies are in the format of the model's vendor, with additions
 * by Bedrock: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export const bedrockInvoke: Dialect = {
  name: 'bedrock-invoke',
  content: bedrockInvokeContent,
  requestMembers: nativeMembers,
  presentMembers: new Set([
    'inputText',
    'textGenerationConfig',
    'texts',
    'singleEmbeddingParams',
  ]),
  readRequest(body, url, headers) {
    const guardrailId = asText(
      headers.get('x-amzn-bedrock-guardrailidentifier')
    );
    return {
      ...said<RequestFacts>({
        operation: operationOf(body, url),
        model: modelOf(url),
        stream: streamOf(url),
      }),
      ...readNativeParameters(body),
      ...said({ guardrailId }),
    };
  },
  readResponse(json, _headers, facts, route) {
    const body = asObject(json);
    readFailure(body, facts);
    readNativeAnswer(body, facts, route);
  },
  readEvent(event, facts, route) {
    const { exception, payload } = asBedrockEvent(event);
    if (exception !== undefined) readException(exception, facts);
    else readNativeEvent(decoded(payload['bytes']), facts, route);
  },
  readHeaders(headers, facts, route) {
    readHeaders(headers, facts, route);
    const inputTokens = countIn(headers, 'x-amzn-bedrock-input-token-count');
    const outputTokens = countIn(headers, 'x-amzn-bedrock-output-token-count');
    // The bodies of some models contain more, such as the tokens read from a cache.
    const { inputTokens: input, outputTokens: output } = facts;
    Object.assign(
      facts,
      said<ResponseFacts>({
        inputTokens: input ?? inputTokens,
        outputTokens: output ?? outputTokens,
      })
    );
  },
  needsEveryEvent: hasSeveralChoices,
};

/**
 * An application inference profile does not name its model. The body then shows whether the operation is embeddings: for
 * Titan, Cohere and Nova.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html
 */
function operationOf(
  body: JsonObject,
  { pathname }: URL
): Operation | undefined {
  if (!/\/model\/arn(?::|%3a)/i.test(pathname)) return undefined;
  const isTitan = 'inputText' in body && !('textGenerationConfig' in body);
  return isTitan || 'texts' in body || 'singleEmbeddingParams' in body
    ? 'embeddings'
    : undefined;
}

function countIn(headers: HeaderReader, name: string): number | undefined {
  const text = headers.get(name);
  return text !== undefined && /^\d+$/.test(text)
    ? asCount(Number(text))
    : undefined;
}

/** Decodes the JSON of the model, which is in base64. */
function decoded(bytes: unknown): unknown {
  if (typeof bytes !== 'string') return undefined;
  try {
    return JSON.parse(Buffer.from(bytes, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
