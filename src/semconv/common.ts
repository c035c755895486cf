// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isInference, type Call } from '../call.ts';
import { boundedText, type AttributeTable } from './attribute-table.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import { OF_DURATION, SHARED, type AttributeSet } from './metric-attributes.ts';
import type { Measure, MetricDefinition } from './profile.ts';

/** `{operation} {model}`, or the operation alone where no model is known. The same in every profile. */
export function spanName({ operation, request }: Call): string {
  return request.model === undefined
    ? operation
    : `${operation} ${boundedText(request.model)}`;
}

const AZURE_AI_INFERENCE = 'azure.ai.inference';

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
  record: Measure,
  ofDuration: AttributeSet = OF_DURATION
): void {
  const duration = secondsBetween(times.start, times.end);
  if (duration !== undefined) record(metrics.duration, duration, ofDuration);
  const firstChunk = secondsBetween(times.start, times.firstChunk);
  if (firstChunk !== undefined && metrics.timeToFirstChunk !== undefined) {
    record(metrics.timeToFirstChunk, firstChunk, SHARED);
  }
}

/** A histogram of seconds. */
export function secondsHistogram(
  name: string,
  description: string
): MetricDefinition {
  return {
    name,
    description,
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: SECONDS,
  };
}

/** A histogram of token counts. */
export function tokensHistogram(
  name: string,
  description: string
): MetricDefinition {
  return {
    name,
    description,
    unit: '{token}',
    kind: 'histogram',
    valueType: 'int',
    boundaries: TOKENS,
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

const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
  40.96, 81.92,
];

const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304,
  16777216, 67108864,
];
