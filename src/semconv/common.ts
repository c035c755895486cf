// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isInference, type Call } from '../call.ts';
import { boundedText, type AttributeTable } from './attribute-table.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  OF_DURATION,
  OF_TOKEN_TYPE,
  SHARED,
  type AttributeSet,
} from './metric-attributes.ts';
import type { Recorder, MetricDefinition, Profile } from './profile.ts';

/** `{operation} {model}`, or the operation alone where no model is known. The same in every profile. */
export function spanName({ operation, request }: Call): string {
  return request.model === undefined
    ? operation
    : `${operation} ${boundedText(request.model)}`;
}

const AZURE_AI_INFERENCE = 'azure.ai.inference';

/** Providers whose refinement of the inference span has no top_k, and whose APIs have none either. */
const WITHOUT_TOP_K: ReadonlySet<string> = new Set([
  'openai',
  'azure.ai.inference',
]);

/** `top_k` of the request, for the providers that have it. */
export function topK({ provider, request }: Call): number | undefined {
  return WITHOUT_TOP_K.has(provider) ? undefined : request.topK;
}

/** The provider's own words, one for each choice that got one. */
export function finishReasons({ response }: Call): string[] | undefined {
  const reasons = response.finishReasons?.filter(
    reason => reason !== undefined
  );
  return reasons !== undefined && reasons.length > 0 ? reasons : undefined;
}

/** Attributes of the request whose names are the same in all profiles. */
export const COMMON_REQUEST: AttributeTable<Call> = [
  [A.operationName, 'operation'],
  [A.providerName, 'provider'],
  [A.requestModel, 'request', 'model'],
  [A.serverAddress, 'serverAddress'],
  [A.serverPort, spanPort],
  [A.networkProtocolName, 'protocol'],
  [A.conversationId, 'request', 'conversationId'],
  [A.outputType, 'request', 'outputType'],
  [
    A.requestChoiceCount,
    ({ request }) =>
      request.choiceCount === 1 ? undefined : request.choiceCount,
  ],
  [A.requestSeed, 'request', 'seed'],
  [A.requestStream, call => (call.request.stream === true ? true : undefined)],
  [A.requestFrequencyPenalty, 'request', 'frequencyPenalty'],
  [A.requestMaxTokens, 'request', 'maxTokens'],
  [A.requestPresencePenalty, 'request', 'presencePenalty'],
  [A.requestStopSequences, 'request', 'stopSequences'],
  [A.requestTemperature, 'request', 'temperature'],
  [A.requestTopP, 'request', 'topP'],
  [A.requestEncodingFormats, 'request', 'encodingFormats'],
  [A.embeddingsDimensionCount, 'request', 'dimensionCount'],
  [
    A.openaiApiType,
    call => (isOpenai(call) ? call.request.apiType : undefined),
  ],
  [
    A.openaiRequestServiceTier,
    call =>
      isOpenai(call) && call.request.serviceTier !== 'auto'
        ? call.request.serviceTier
        : undefined,
  ],
  [
    A.azureResourceProviderNamespace,
    call =>
      isAzureInference(call) ? 'Microsoft.CognitiveServices' : undefined,
  ],
  [
    A.awsBedrockGuardrailId,
    ({ provider, request }) =>
      provider === 'aws.bedrock' ? request.guardrailId : undefined,
  ],
  [
    A.requestResendCount,
    call => (call.resendCount > 0 ? call.resendCount : undefined),
  ],
];

/** Attributes of the response whose names and rules are the same in all profiles. */
export const COMMON_RESPONSE: AttributeTable<Call> = [
  [A.responseId, 'response', 'id'],
  [A.responseModel, 'response', 'model'],
  [
    A.responseTimeToFirstChunk,
    ({ times }) => secondsBetween(times.start, times.firstChunk),
  ],
  [A.usageInputTokens, 'response', 'inputTokens'],
  [A.usageOutputTokens, 'response', 'outputTokens'],
  [
    A.openaiResponseServiceTier,
    call => (isOpenai(call) ? call.response.serviceTier : undefined),
  ],
  [
    A.openaiResponseSystemFingerprint,
    call => (isOpenai(call) ? call.response.systemFingerprint : undefined),
  ],
  [A.errorType, 'errorType'],
];

/** The instruments of the times of a call; they have other names in each profile. */
export interface TimeMetrics {
  readonly duration: MetricDefinition;
  readonly timeToFirstChunk?: MetricDefinition;
}

/** Measures how long a call took, and the first chunk of its stream. */
export function measureTimes(
  { times }: Call,
  metrics: TimeMetrics,
  to: Recorder,
  ofDuration: AttributeSet = OF_DURATION
): void {
  const duration = secondsBetween(times.start, times.end);
  if (duration !== undefined) to.record(metrics.duration, duration, ofDuration);
  const firstChunk = secondsBetween(times.start, times.firstChunk);
  if (firstChunk !== undefined && metrics.timeToFirstChunk !== undefined) {
    to.record(metrics.timeToFirstChunk, firstChunk, SHARED);
  }
}

/** Returns what measures a call by its times and by its tokens of each type. */
export function measuringTokens(
  times: TimeMetrics,
  tokens: MetricDefinition
): Profile['measure'] {
  return (call, to) => {
    measureTimes(call, times, to);
    const { inputTokens, outputTokens } = call.response;
    if (inputTokens !== undefined) {
      to.record(tokens, inputTokens, OF_TOKEN_TYPE.input);
    }
    if (outputTokens !== undefined) {
      to.record(tokens, outputTokens, OF_TOKEN_TYPE.output);
    }
  };
}

function secondsBetween(
  from: number,
  to: number | undefined
): number | undefined {
  return to === undefined ? undefined : Math.max(0, to - from) / 1000;
}

function isOpenai({ provider }: Call): boolean {
  return provider === 'openai';
}

/** Azure AI Inference has a span of its own for inference, and for nothing else. */
function isAzureInference(call: Call): boolean {
  return call.provider === AZURE_AI_INFERENCE && isInference(call);
}

/** That span names the port only where it is not the usual one; all others name it. */
function spanPort(call: Call): number | undefined {
  const { serverPort } = call;
  return isAzureInference(call) && serverPort === 443 ? undefined : serverPort;
}
