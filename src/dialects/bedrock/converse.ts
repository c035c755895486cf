// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import {
  asBedrockEvent,
  modelOf,
  readException,
  readFailure,
  readHeaders,
  readTokenUsage,
  streamOf,
} from './bedrock.ts';
import { bedrockConverseContent } from './converse-content.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import {
  asCount,
  asNumber,
  asObject,
  asText,
  asTexts,
  said,
} from '../fields.ts';

/**
 * Converse and ConverseStream of Bedrock, the same for every model:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
 * All facts of a stream are in its last two events.
 */
export const bedrockConverse: Dialect = {
  name: 'bedrock-converse',
  content: bedrockConverseContent,
  requestMembers: new Set([
    'inferenceConfig',
    'additionalModelRequestFields',
    'guardrailConfig',
    'outputConfig',
  ]),
  readRequest(body, url) {
    const config = asObject(body['inferenceConfig']);
    const additional = asObject(body['additionalModelRequestFields']);
    return said<RequestFacts>({
      model: modelOf(url),
      stream: streamOf(url),
      maxTokens: asCount(config['maxTokens']),
      temperature: asNumber(config['temperature']),
      topP: asNumber(config['topP']),
      topK: topKOf(additional),
      stopSequences: asTexts(config['stopSequences']),
      outputType: outputTypeOf(body),
      reasoningLevel: reasoningLevelOf(additional),
      guardrailId: asText(
        asObject(body['guardrailConfig'])['guardrailIdentifier']
      ),
    });
  },
  readResponse(json, _header, facts) {
    const body = asObject(json);
    readFailure(body, facts);
    readStopReason(body, facts);
    readTokenUsage(body['usage'], facts);
  },
  readEvent(event, facts) {
    const { type, exception, payload } = asBedrockEvent(event);
    if (exception !== undefined) {
      readException(exception, facts);
    } else if (type === 'messageStop') {
      readStopReason(payload, facts);
      // Only the counts follow it.
      facts.complete = true;
    } else if (type === 'metadata') {
      readTokenUsage(payload['usage'], facts);
    }
  },
  readHeaders,
};

function readStopReason(from: JsonObject, facts: ResponseFacts): void {
  const reason = asText(from['stopReason']);
  if (reason !== undefined) facts.finishReasons = [reason];
}

/** Converse has no parameter for top_k; it is among the model's own parameters (Claude, Nova). */
function topKOf(additional: JsonObject): number | undefined {
  return (
    asNumber(additional['top_k']) ??
    asNumber(additional['topK']) ??
    asNumber(asObject(additional['inferenceConfig'])['topK'])
  );
}

/** For gpt-oss, Claude and Nova. */
function reasoningLevelOf(additional: JsonObject): string | undefined {
  return (
    asText(additional['reasoning_effort']) ??
    asText(asObject(additional['output_config'])['effort']) ??
    asText(asObject(additional['reasoningConfig'])['maxReasoningEffort'])
  );
}

function outputTypeOf(body: JsonObject): RequestFacts['outputType'] {
  const format = asObject(asObject(body['outputConfig'])['textFormat']);
  return format['type'] === 'json_schema' ? 'json' : undefined;
}
