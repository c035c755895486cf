// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Names of the GenAI conventions and of the general ones that go with them. They are unstable upstream, so they are
 * written down here and not imported.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/tree/v1.41.0/docs/gen-ai
 */
export const ATTRIBUTES = {
  operationName: 'gen_ai.operation.name',
  providerName: 'gen_ai.provider.name',
  conversationId: 'gen_ai.conversation.id',
  outputType: 'gen_ai.output.type',
  requestChoiceCount: 'gen_ai.request.choice.count',
  requestModel: 'gen_ai.request.model',
  requestSeed: 'gen_ai.request.seed',
  requestStream: 'gen_ai.request.stream',
  requestFrequencyPenalty: 'gen_ai.request.frequency_penalty',
  requestMaxTokens: 'gen_ai.request.max_tokens',
  requestPresencePenalty: 'gen_ai.request.presence_penalty',
  requestStopSequences: 'gen_ai.request.stop_sequences',
  requestTemperature: 'gen_ai.request.temperature',
  requestTopK: 'gen_ai.request.top_k',
  requestTopP: 'gen_ai.request.top_p',
  requestPreviousResponseId: 'gen_ai.request.previous_response.id',
  requestReasoningLevel: 'gen_ai.request.reasoning.level',
  requestStreamCursor: 'gen_ai.request.stream_cursor',
  requestEncodingFormats: 'gen_ai.request.encoding_formats',
  embeddingsDimensionCount: 'gen_ai.embeddings.dimension.count',
  responseFinishReasons: 'gen_ai.response.finish_reasons',
  responseId: 'gen_ai.response.id',
  responseModel: 'gen_ai.response.model',
  responseStatus: 'gen_ai.response.status',
  responseTimeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  usageInputTokens: 'gen_ai.usage.input_tokens',
  usageOutputTokens: 'gen_ai.usage.output_tokens',
  usageCacheReadInputTokens: 'gen_ai.usage.cache_read.input_tokens',
  usageCacheCreationInputTokens: 'gen_ai.usage.cache_creation.input_tokens',
  usageReasoningOutputTokens: 'gen_ai.usage.reasoning.output_tokens',
  usageCacheWriteInputTokens: 'gen_ai.usage.cache_write.input_tokens',
  usageInputTokensBy: <M extends string>(modality: M) =>
    `gen_ai.usage.${modality}.input_tokens` as const,
  usageCacheReadInputTokensBy: <M extends string>(modality: M) =>
    `gen_ai.usage.${modality}.cache_read.input_tokens` as const,
  usageOutputTokensBy: <M extends string>(modality: M) =>
    `gen_ai.usage.${modality}.output_tokens` as const,
  systemInstructions: 'gen_ai.system_instructions',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  toolDefinitions: 'gen_ai.tool.definitions',
  tokenType: 'gen_ai.token.type',
  tokenModality: 'gen_ai.token.modality',
  openaiApiType: 'openai.api.type',
  openaiRequestServiceTier: 'openai.request.service_tier',
  openaiResponseServiceTier: 'openai.response.service_tier',
  openaiResponseSystemFingerprint: 'openai.response.system_fingerprint',
  azureResourceProviderNamespace: 'azure.resource_provider.namespace',
  awsBedrockGuardrailId: 'aws.bedrock.guardrail.id',
  errorType: 'error.type',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  networkProtocolName: 'network.protocol.name',
  requestResendCount: 'http.request.resend_count',
} as const;

/** Context key under which the span of the running inference is found by other instrumentations, by convention of its description. */
export const INFERENCE_SPAN_KEY = 'opentelemetry.genai.inference_span';
