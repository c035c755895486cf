// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, TokenModality, TokensByModality } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  openaiMetricAttributes,
  sharedMetricAttributes,
  tokensHistogram,
} from './common.ts';
import {
  type Attributes,
  type AttributeValue,
  type Measure,
  type MetricDefinition,
} from './profile.ts';

/** What the names of the metrics of an inference begin with. */
export const INFERENCE = 'gen_ai.client.inference';

const USAGE = {
  input: tokenCounter('input_tokens', 'Input tokens used'),
  output: tokenCounter('output_tokens', 'Output tokens used'),
  cacheRead: tokenCounter(
    'cache_read.input_tokens',
    'Input tokens read from a cache, a part of all input tokens'
  ),
  cacheWrite: tokenCounter(
    'cache_write.input_tokens',
    'Input tokens written to a cache, a part of all input tokens'
  ),
  reasoning: tokenCounter(
    'reasoning.output_tokens',
    'Output tokens used for reasoning, a part of all output tokens'
  ),
};

const OPERATION = {
  input: tokensHistogram(
    `${INFERENCE}.operation.input_tokens`,
    'Input tokens of one operation'
  ),
  output: tokensHistogram(
    `${INFERENCE}.operation.output_tokens`,
    'Output tokens of one operation'
  ),
};

function tokenCounter(name: string, description: string): MetricDefinition {
  return {
    name: `${INFERENCE}.usage.${name}`,
    description,
    unit: '{token}',
    kind: 'counter',
    valueType: 'int',
  };
}

/** The instruments of the tokens of an inference. */
export const TOKEN_METRICS: readonly MetricDefinition[] = [
  ...Object.values(USAGE),
  ...Object.values(OPERATION),
];

const MODALITIES = ['text', 'image', 'audio'] as const;
const COUNTED = [...MODALITIES, 'unknown'] as const;

/** Counts by modality, as the provider told them. */
export function modalityAttributes({
  response,
}: Call): Record<string, AttributeValue | undefined> {
  const { inputTokensBy, cacheReadTokensBy, outputTokensBy } = response;
  if (!inputTokensBy && !cacheReadTokensBy && !outputTokensBy) return {};
  return Object.fromEntries(
    MODALITIES.flatMap(modality => [
      [A.usageInputTokensBy(modality), inputTokensBy?.[modality]],
      [A.usageCacheReadInputTokensBy(modality), cacheReadTokensBy?.[modality]],
      [A.usageOutputTokensBy(modality), outputTokensBy?.[modality]],
    ])
  );
}

/** Counts the tokens of an inference, each total and its parts. */
export function measureTokens(call: Call, record: Measure): void {
  const { response } = call;
  const attributes = {
    ...sharedMetricAttributes(call),
    ...openaiMetricAttributes(call),
  };
  const counters = [
    [USAGE.input, response.inputTokens, response.inputTokensBy],
    [USAGE.output, response.outputTokens, response.outputTokensBy],
    [USAGE.cacheRead, response.cacheReadTokens, response.cacheReadTokensBy],
    [USAGE.cacheWrite, response.cacheWriteTokens, undefined],
    [USAGE.reasoning, response.reasoningTokens, undefined],
  ] as const;
  for (const [counter, total, parts] of counters) {
    if (total !== undefined) count(counter, total, parts, attributes, record);
  }
  if (response.inputTokens !== undefined) {
    record(OPERATION.input, response.inputTokens, attributes);
  }
  if (response.outputTokens !== undefined) {
    record(OPERATION.output, response.outputTokens, attributes);
  }
}

/**
 * Counts each modality that the provider told apart, and what is left of the total as `unknown`, so that the modalities
 * add up to the total. Parts that are more than it contradict it, and nobody knows which of them are true.
 */
function count(
  counter: MetricDefinition,
  total: number,
  parts: TokensByModality = {},
  attributes: Attributes,
  record: Measure
): void {
  const told = MODALITIES.reduce((sum, name) => sum + (parts[name] ?? 0), 0);
  const counts: Partial<Record<TokenModality | 'unknown', number>> =
    told <= total ? { ...parts, unknown: total - told } : { unknown: total };
  for (const modality of COUNTED) {
    const tokens = counts[modality] ?? 0;
    if (tokens === 0) continue;
    record(counter, tokens, { ...attributes, [A.tokenModality]: modality });
  }
}
