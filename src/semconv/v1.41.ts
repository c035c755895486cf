// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  present,
  type Attributes,
  type Measure,
  type MetricDefinition,
  type Profile,
} from './profile.ts';

/**
 * The last tagged GenAI conventions, v1.41.0.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-spans.md
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-metrics.md
 */
export const V1_41: Profile = {
  name: 'v1.41',
  schemaUrl: 'https://opentelemetry.io/schemas/1.41.0',
  get metrics() {
    return [DURATION, TOKEN_USAGE, TIME_TO_FIRST_CHUNK, TIME_PER_OUTPUT_CHUNK];
  },
  metricAttributeNames: [
    A.operationName,
    A.providerName,
    A.requestModel,
    A.responseModel,
    A.serverAddress,
    A.serverPort,
    A.errorType,
    A.tokenType,
    A.openaiResponseServiceTier,
  ],
  spanName({ operation, request }) {
    return request.model === undefined
      ? operation
      : `${operation} ${request.model}`;
  },
  requestAttributes,
  responseAttributes,
  metricAttributes,
  measure,
};

function requestAttributes(call: Call): Attributes {
  const { request, provider } = call;
  const openai = provider === 'openai';
  return present({
    [A.operationName]: call.operation,
    [A.providerName]: provider,
    [A.requestModel]: request.model,
    [A.serverAddress]: call.serverAddress,
    [A.serverPort]: serverPort(call),
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
    [A.requestTopK]: WITHOUT_TOP_K.has(provider) ? undefined : request.topK,
    [A.requestTopP]: request.topP,
    [A.requestEncodingFormats]: request.encodingFormats,
    [A.embeddingsDimensionCount]: request.dimensionCount,
    [A.openaiApiType]: openai ? request.apiType : undefined,
    [A.openaiRequestServiceTier]:
      openai && request.serviceTier !== 'auto'
        ? request.serviceTier
        : undefined,
    [A.azureResourceProviderNamespace]:
      provider === AZURE_AI_INFERENCE
        ? 'Microsoft.CognitiveServices'
        : undefined,
    [A.requestResendCount]: call.resendCount > 0 ? call.resendCount : undefined,
  });
}

function responseAttributes(call: Call): Attributes {
  const { response, times, provider } = call;
  const openai = provider === 'openai';
  return present({
    [A.responseId]: response.id,
    [A.responseModel]: response.model,
    [A.responseFinishReasons]: finishReasons(call),
    [A.responseTimeToFirstChunk]: seconds(times.start, times.firstChunk),
    [A.usageInputTokens]: response.inputTokens,
    [A.usageOutputTokens]: response.outputTokens,
    [A.usageCacheReadInputTokens]: response.cacheReadTokens,
    [A.usageCacheCreationInputTokens]: response.cacheWriteTokens,
    [A.usageReasoningOutputTokens]: response.reasoningTokens,
    [A.openaiResponseServiceTier]: openai ? response.serviceTier : undefined,
    [A.openaiResponseSystemFingerprint]: openai
      ? response.systemFingerprint
      : undefined,
    [A.errorType]: call.errorType,
  });
}

function metricAttributes(call: Call): Attributes {
  const { request, response, provider } = call;
  return present({
    [A.operationName]: call.operation,
    [A.providerName]: provider,
    [A.requestModel]: request.model,
    [A.responseModel]: response.model,
    [A.serverAddress]: call.serverAddress,
    [A.serverPort]: serverPort(call),
  });
}

function measure(call: Call, record: Measure): void {
  const common = metricAttributes(call);
  const openai =
    call.provider === 'openai'
      ? present({
          [A.openaiResponseServiceTier]: call.response.serviceTier,
          [A.openaiResponseSystemFingerprint]: call.response.systemFingerprint,
        })
      : {};
  const { times, response, chunkIntervals } = call;
  const duration = seconds(times.start, times.end);
  if (duration !== undefined) {
    record(DURATION, duration, {
      ...common,
      ...openai,
      ...present({ [A.errorType]: call.errorType }),
    });
  }
  const tokens = [
    ['input', response.inputTokens],
    ['output', response.outputTokens],
  ] as const;
  for (const [type, count] of tokens) {
    if (count === undefined) continue;
    record(TOKEN_USAGE, count, { ...common, ...openai, [A.tokenType]: type });
  }
  const firstChunk = seconds(times.start, times.firstChunk);
  if (firstChunk !== undefined) record(TIME_TO_FIRST_CHUNK, firstChunk, common);
  for (const interval of chunkIntervals) {
    record(TIME_PER_OUTPUT_CHUNK, interval, common);
  }
}

/** The convention wants the port only where it is not the usual one from Azure AI Inference, and always else. */
function serverPort({ provider, serverPort: port }: Call): number | undefined {
  return provider === AZURE_AI_INFERENCE && port === 443 ? undefined : port;
}

/** The provider's own words, one for each choice that got one. */
function finishReasons({ response }: Call): string[] | undefined {
  const reasons = response.finishReasons?.filter(
    reason => reason !== undefined
  );
  return reasons !== undefined && reasons.length > 0 ? reasons : undefined;
}

function seconds(from: number, to: number | undefined): number | undefined {
  return to === undefined ? undefined : Math.max(0, to - from) / 1000;
}

const AZURE_AI_INFERENCE = 'azure.ai.inference';

/** Providers whose refinement of the inference span has no top_k. */
const WITHOUT_TOP_K: ReadonlySet<string> = new Set([
  'openai',
  'anthropic',
  AZURE_AI_INFERENCE,
]);

const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
  40.96, 81.92,
];

const DURATION: MetricDefinition = {
  name: 'gen_ai.client.operation.duration',
  description: 'Duration of a GenAI operation',
  unit: 's',
  kind: 'histogram',
  valueType: 'double',
  boundaries: SECONDS,
};

const TOKEN_USAGE: MetricDefinition = {
  name: 'gen_ai.client.token.usage',
  description: 'Number of input and output tokens used',
  unit: '{token}',
  kind: 'histogram',
  valueType: 'int',
  boundaries: [
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304,
    16777216, 67108864,
  ],
};

const TIME_TO_FIRST_CHUNK: MetricDefinition = {
  name: 'gen_ai.client.operation.time_to_first_chunk',
  description:
    'Time from the request to the first chunk of a streamed response',
  unit: 's',
  kind: 'histogram',
  valueType: 'double',
  boundaries: SECONDS,
};

const TIME_PER_OUTPUT_CHUNK: MetricDefinition = {
  name: 'gen_ai.client.operation.time_per_output_chunk',
  description:
    'Time between two chunks of a streamed response, first one left out',
  unit: 's',
  kind: 'histogram',
  valueType: 'double',
  boundaries: SECONDS,
};
