// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isInference, type Call } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  present,
  type Attributes,
  type Measure,
  type MetricDefinition,
} from './profile.ts';

/** What the profiles agree on; where they differ, each says it itself. */

/** `{operation} {model}`, or the operation alone where no model is known. */
export function spanName({ operation, request }: Call): string {
  return request.model === undefined
    ? operation
    : `${operation} ${request.model}`;
}

/** What the request says, by the names that have not changed. */
export function commonRequestAttributes(call: Call): Attributes {
  const { request, provider } = call;
  const openai = provider === 'openai';
  return present({
    [A.operationName]: call.operation,
    [A.providerName]: provider,
    [A.requestModel]: request.model,
    [A.serverAddress]: call.serverAddress,
    [A.serverPort]: spanPort(call),
    [A.conversationId]: request.conversationId,
    [A.outputType]: request.outputType,
    [A.requestChoiceCount]:
      request.choiceCount === 1 ? undefined : request.choiceCount,
    [A.requestSeed]: request.seed,
    [A.requestStream]: request.stream === true ? true : undefined,
    [A.requestFrequencyPenalty]: request.frequencyPenalty,
    [A.requestMaxTokens]: request.maxTokens,
    [A.requestPresencePenalty]: request.presencePenalty,
    [A.requestStopSequences]: request.stopSequences,
    [A.requestTemperature]: request.temperature,
    [A.requestTopP]: request.topP,
    [A.requestEncodingFormats]: request.encodingFormats,
    [A.embeddingsDimensionCount]: request.dimensionCount,
    [A.openaiApiType]: openai ? request.apiType : undefined,
    [A.openaiRequestServiceTier]:
      openai && request.serviceTier !== 'auto'
        ? request.serviceTier
        : undefined,
    [A.azureResourceProviderNamespace]: isAzureInference(call)
      ? 'Microsoft.CognitiveServices'
      : undefined,
    [A.awsBedrockGuardrailId]:
      provider === AWS_BEDROCK ? request.guardrailId : undefined,
    [A.requestResendCount]: call.resendCount > 0 ? call.resendCount : undefined,
  });
}

/** What the response says, by the names that have not changed; without finish reasons, whose rule has. */
export function commonResponseAttributes(call: Call): Attributes {
  const { response, times, provider } = call;
  const openai = provider === 'openai';
  return present({
    [A.responseId]: response.id,
    [A.responseModel]: response.model,
    [A.responseTimeToFirstChunk]: secondsBetween(times.start, times.firstChunk),
    [A.usageInputTokens]: response.inputTokens,
    [A.usageOutputTokens]: response.outputTokens,
    [A.usageCacheReadInputTokens]: response.cacheReadTokens,
    [A.usageReasoningOutputTokens]: response.reasoningTokens,
    [A.openaiResponseServiceTier]: openai ? response.serviceTier : undefined,
    [A.openaiResponseSystemFingerprint]: openai
      ? response.systemFingerprint
      : undefined,
    [A.errorType]: call.errorType,
  });
}

/** Attributes that all measurements of a call share. */
export function sharedMetricAttributes(call: Call): Attributes {
  const { request, response, provider } = call;
  return present({
    [A.operationName]: call.operation,
    [A.providerName]: provider,
    [A.requestModel]: request.model,
    [A.responseModel]: response.model,
    [A.serverAddress]: call.serverAddress,
    [A.serverPort]: call.serverPort,
  });
}

/** What the refinement for OpenAI adds to durations and tokens. */
export function openaiMetricAttributes({
  provider,
  response,
}: Call): Attributes {
  if (provider !== 'openai') return {};
  return present({
    [A.openaiResponseServiceTier]: response.serviceTier,
    [A.openaiResponseSystemFingerprint]: response.systemFingerprint,
  });
}

/** The instruments of the times of a call; they have other names in each profile. */
export interface TimeMetrics {
  readonly duration: MetricDefinition;
  readonly timeToFirstChunk?: MetricDefinition;
}

/** Measures how long a call took, and the first chunk of its stream. */
export function measureTimes(
  call: Call,
  metrics: TimeMetrics,
  record: Measure
): void {
  const { times, errorType } = call;
  const shared = sharedMetricAttributes(call);
  const duration = secondsBetween(times.start, times.end);
  if (duration !== undefined) {
    record(metrics.duration, duration, {
      ...shared,
      ...openaiMetricAttributes(call),
      ...present({ [A.errorType]: errorType }),
    });
  }
  const firstChunk = secondsBetween(times.start, times.firstChunk);
  if (firstChunk !== undefined && metrics.timeToFirstChunk !== undefined) {
    record(metrics.timeToFirstChunk, firstChunk, shared);
  }
}

/** Measures the time from each chunk that has come to the next. */
export function measureChunkIntervals(
  call: Call,
  metric: MetricDefinition,
  record: Measure
): void {
  if (call.chunkIntervals.length === 0) return;
  const shared = sharedMetricAttributes(call);
  for (const interval of call.chunkIntervals) record(metric, interval, shared);
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

/** Azure AI Inference has a span of its own for inference, and for nothing else. */
function isAzureInference(call: Call): boolean {
  return call.provider === AZURE_AI_INFERENCE && isInference(call);
}

/** That span names the port only where it is not the usual one; all else names it. */
function spanPort(call: Call): number | undefined {
  const { serverPort } = call;
  return isAzureInference(call) && serverPort === 443 ? undefined : serverPort;
}

export const AZURE_AI_INFERENCE = 'azure.ai.inference';
const AWS_BEDROCK = 'aws.bedrock';

/** Metric attributes of every profile. */
export const SHARED_METRIC_ATTRIBUTES = [
  A.operationName,
  A.providerName,
  A.requestModel,
  A.responseModel,
  A.serverAddress,
  A.serverPort,
  A.errorType,
  A.openaiResponseServiceTier,
];

const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
  40.96, 81.92,
];

const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304,
  16777216, 67108864,
];
