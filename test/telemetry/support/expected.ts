// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../../src/call.ts';

type Attributes = Record<string, unknown>;

/** Facts that stand on a span as they are; from the tables of the conventions, v1.41.0, and not from the code. */
const REQUEST: Partial<Record<keyof RequestFacts, string>> = {
  model: 'gen_ai.request.model',
  maxTokens: 'gen_ai.request.max_tokens',
  temperature: 'gen_ai.request.temperature',
  topP: 'gen_ai.request.top_p',
  seed: 'gen_ai.request.seed',
  frequencyPenalty: 'gen_ai.request.frequency_penalty',
  presencePenalty: 'gen_ai.request.presence_penalty',
  stopSequences: 'gen_ai.request.stop_sequences',
  outputType: 'gen_ai.output.type',
  conversationId: 'gen_ai.conversation.id',
  encodingFormats: 'gen_ai.request.encoding_formats',
  dimensionCount: 'gen_ai.embeddings.dimension.count',
};
const RESPONSE: Partial<Record<keyof ResponseFacts, string>> = {
  id: 'gen_ai.response.id',
  model: 'gen_ai.response.model',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
};

/** Refinements of the inference span whose tables have no top_k. */
const WITHOUT_TOP_K = new Set(['openai', 'anthropic', 'azure.ai.inference']);

export interface ExpectedFacts {
  readonly provider: string;
  readonly operation: string;
  readonly request: RequestFacts;
  readonly response: ResponseFacts;
}

/** All attributes that the span of a call must have, and no other one, in profile v1.41. Times are left out. */
export function expectedAttributes(
  { provider, operation, request, response }: ExpectedFacts,
  url: URL,
  status: number
): Attributes {
  const attributes: Attributes = {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': provider,
    'server.address': url.hostname,
  };
  const azureInference =
    provider === 'azure.ai.inference' && operation !== 'embeddings';
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (!azureInference || port !== 443) attributes['server.port'] = port;
  if (azureInference) {
    attributes['azure.resource_provider.namespace'] =
      'Microsoft.CognitiveServices';
  }
  rename(REQUEST, request, attributes);
  rename(RESPONSE, response, attributes);
  if (request.stream === true) attributes['gen_ai.request.stream'] = true;
  if (request.choiceCount !== undefined && request.choiceCount !== 1) {
    attributes['gen_ai.request.choice.count'] = request.choiceCount;
  }
  if (request.topK !== undefined && !WITHOUT_TOP_K.has(provider)) {
    attributes['gen_ai.request.top_k'] = request.topK;
  }
  const reasons = response.finishReasons?.filter(
    reason => reason !== undefined
  );
  if (reasons !== undefined && reasons.length > 0) {
    attributes['gen_ai.response.finish_reasons'] = reasons;
  }
  if (provider === 'aws.bedrock' && request.guardrailId !== undefined) {
    attributes['aws.bedrock.guardrail.id'] = request.guardrailId;
  }
  if (provider === 'openai') addOpenAI(request, response, attributes);
  const errorType =
    response.errorType ?? (status >= 400 ? String(status) : undefined);
  if (errorType !== undefined) attributes['error.type'] = errorType;
  return attributes;
}

function addOpenAI(
  request: RequestFacts,
  response: ResponseFacts,
  attributes: Attributes
): void {
  if (request.apiType) attributes['openai.api.type'] = request.apiType;
  if (request.serviceTier && request.serviceTier !== 'auto') {
    attributes['openai.request.service_tier'] = request.serviceTier;
  }
  if (response.serviceTier) {
    attributes['openai.response.service_tier'] = response.serviceTier;
  }
  if (response.systemFingerprint) {
    attributes['openai.response.system_fingerprint'] =
      response.systemFingerprint;
  }
}

function rename<F extends object>(
  names: Partial<Record<keyof F, string>>,
  facts: F,
  attributes: Attributes
): void {
  for (const [fact, name] of Object.entries(names) as [keyof F, string][]) {
    if (facts[fact] !== undefined) attributes[name] = facts[fact];
  }
}
