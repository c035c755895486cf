// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, TokenModality, TokensByModality } from '../call.ts';
import type { AttributeRow, AttributeTable } from './attribute-table.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import { tokensHistogram } from './histograms.ts';
import { OF_MODALITY, OF_TOKENS } from './metric-attributes.ts';
import type { Recorder, MetricDefinition } from './profile.ts';

/** The names of the metrics of an inference begin with this. */
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

const MODALITIES: readonly TokenModality[] = ['text', 'image', 'audio'];

/** Parts of the token counts: reported only where there are some. */
export const TOKEN_PARTS: AttributeTable<Call> = [
  [
    A.usageCacheReadInputTokens,
    ({ response }) => notZero(response.cacheReadTokens),
  ],
  [
    A.usageCacheWriteInputTokens,
    ({ response }) => notZero(response.cacheWriteTokens),
  ],
  [
    A.usageReasoningOutputTokens,
    ({ response }) => notZero(response.reasoningTokens),
  ],
  ...MODALITIES.flatMap((modality): AttributeRow<Call>[] => [
    [
      A.usageInputTokensBy(modality),
      ({ response }) => notZero(response.inputTokensBy?.[modality]),
    ],
    [
      A.usageCacheReadInputTokensBy(modality),
      ({ response }) => notZero(response.cacheReadTokensBy?.[modality]),
    ],
    [
      A.usageOutputTokensBy(modality),
      ({ response }) => notZero(response.outputTokensBy?.[modality]),
    ],
  ]),
];

function notZero(count: number | undefined): number | undefined {
  return count === 0 ? undefined : count;
}

/** Counts the tokens of an inference, each total and its parts. */
export function measureTokens({ response }: Call, to: Recorder): void {
  const { inputTokens, outputTokens } = response;
  count(USAGE.input, inputTokens, response.inputTokensBy, to);
  count(USAGE.output, outputTokens, response.outputTokensBy, to);
  count(
    USAGE.cacheRead,
    response.cacheReadTokens,
    response.cacheReadTokensBy,
    to
  );
  count(USAGE.cacheWrite, response.cacheWriteTokens, undefined, to);
  count(USAGE.reasoning, response.reasoningTokens, undefined, to);
  if (inputTokens !== undefined)
    to.record(OPERATION.input, inputTokens, OF_TOKENS);
  if (outputTokens !== undefined) {
    to.record(OPERATION.output, outputTokens, OF_TOKENS);
  }
}

/**
 * Counts each modality that the provider reported, and the rest of the total as `unknown`, so that the modalities add up
 * to the total. Parts that exceed the total contradict it: then all of it is `unknown`.
 */
function count(
  counter: MetricDefinition,
  total: number | undefined,
  parts: TokensByModality | undefined,
  to: Recorder
): void {
  if (total === undefined || total === 0) return;
  let rest = total;
  if (parts !== undefined) {
    let sum = 0;
    for (const modality of MODALITIES) sum += parts[modality] ?? 0;
    if (sum <= total) {
      rest -= sum;
      for (const modality of MODALITIES) {
        const tokens = parts[modality] ?? 0;
        if (tokens > 0) to.record(counter, tokens, OF_MODALITY[modality]);
      }
    }
  }
  if (rest > 0) to.record(counter, rest, OF_MODALITY.unknown);
}
