// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../../src/call.ts';

type Attributes = Record<string, unknown>;

/** The versions of the conventions, as the option `semconv` calls them. */
export type ProfileName = 'v1.41' | 'latest';

/** Facts that stand on a span as they are; from the tables of the conventions, and not from the code. */
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
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
};

/** What only one of the versions has. */
const REQUEST_OF = {
  'v1.41': {},
  latest: {
    previousResponseId: 'gen_ai.request.previous_response.id',
    reasoningLevel: 'gen_ai.request.reasoning.level',
    streamCursor: 'gen_ai.request.stream_cursor',
    responseId: 'gen_ai.response.id',
  },
} satisfies Record<ProfileName, Partial<Record<keyof RequestFacts, string>>>;
const RESPONSE_OF = {
  'v1.41': { cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens' },
  latest: {
    cacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens',
    status: 'gen_ai.response.status',
  },
} satisfies Record<ProfileName, Partial<Record<keyof ResponseFacts, string>>>;

/** Counts by modality, of the latest version: before and after the name of the modality. */
const BY_MODALITY = {
  inputTokensBy: 'input_tokens',
  cacheReadTokensBy: 'cache_read.input_tokens',
  outputTokensBy: 'output_tokens',
} as const;

/** Providers whose APIs have no top_k, and whose refinements in v1.41 have none either. */
const WITHOUT_TOP_K = new Set(['openai', 'azure.ai.inference']);

/** Parts of token counts: in the latest version only where they are not zero. */
const PARTS =
  /cache_(?:read|write)\.input_tokens|reasoning\.output_tokens|(?:text|image|audio)\.\w+$/;

export interface ExpectedFacts {
  readonly provider: string;
  readonly operation: string;
  readonly request: RequestFacts;
  readonly response: ResponseFacts;
}

/** All attributes that the span of a call must have, and no other one. Times are left out. */
export function expectedAttributes(
  { provider, operation, request, response }: ExpectedFacts,
  url: URL,
  status: number,
  profile: ProfileName = 'v1.41'
): Attributes {
  const latest = profile === 'latest';
  const inference = ![
    'embeddings',
    'fetch_response',
    'rerank',
    'moderation',
  ].includes(operation);
  const attributes: Attributes = {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': provider,
    'server.address': url.hostname,
  };
  const azureInference = provider === 'azure.ai.inference' && inference;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (!azureInference || port !== 443) attributes['server.port'] = port;
  if (azureInference) {
    attributes['azure.resource_provider.namespace'] =
      'Microsoft.CognitiveServices';
  }
  rename(REQUEST, request, attributes);
  rename<RequestFacts>(REQUEST_OF[profile], request, attributes);
  rename(RESPONSE, response, attributes);
  rename<ResponseFacts>(RESPONSE_OF[profile], response, attributes);
  if (latest) {
    addModalities(response, attributes);
    for (const name of Object.keys(attributes)) {
      if (PARTS.test(name) && attributes[name] === 0) delete attributes[name];
    }
  }
  if (request.stream === true) attributes['gen_ai.request.stream'] = true;
  if (request.choiceCount !== undefined && request.choiceCount !== 1) {
    attributes['gen_ai.request.choice.count'] = request.choiceCount;
  }
  const { topK } = request;
  if (latest ? Number.isInteger(topK) : topK && !WITHOUT_TOP_K.has(provider)) {
    attributes['gen_ai.request.top_k'] = topK;
  }
  if (provider === 'aws.bedrock' && request.guardrailId !== undefined) {
    attributes['aws.bedrock.guardrail.id'] = request.guardrailId;
  }
  if (provider === 'openai') addOpenAI(request, response, attributes);
  const errorType =
    // An error without a name says less than the status.
    (response.errorType === '_OTHER' && status >= 400
      ? undefined
      : response.errorType) ?? (status >= 400 ? String(status) : undefined);
  if (errorType !== undefined) attributes['error.type'] = errorType;
  const reasons = latest
    ? withErrors(
        response.finishReasons ?? [],
        inference && errorType !== undefined ? (request.choiceCount ?? 1) : 0
      )
    : (response.finishReasons ?? []).filter(reason => reason !== undefined);
  if (reasons.length > 0) {
    attributes['gen_ai.response.finish_reasons'] = reasons;
  }
  return attributes;
}

/** By choice: `error` where a reason should have come and did not. */
function withErrors(
  reasons: readonly (string | undefined)[],
  choices: number
): string[] {
  return Array.from(
    { length: Math.max(reasons.length, choices) },
    (_, index) => reasons[index] ?? 'error'
  );
}

function addModalities(response: ResponseFacts, attributes: Attributes): void {
  for (const [fact, name] of Object.entries(BY_MODALITY)) {
    const counts = response[fact as keyof typeof BY_MODALITY] ?? {};
    for (const [modality, count] of Object.entries(counts)) {
      attributes[`gen_ai.usage.${modality}.${name}`] = count;
    }
  }
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
