// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent, TokenModality } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  commonRequestAttributes,
  commonResponseAttributes,
  measureChunkIntervals,
  measureTimes,
  openaiMetricAttributes,
  secondsHistogram,
  SHARED_METRIC_ATTRIBUTES,
  sharedMetricAttributes,
  spanName,
  tokensHistogram,
} from './common.ts';
import { DETAILS } from './events.ts';
import {
  present,
  type Attributes,
  type AttributeValue,
  type Measure,
  type MetricDefinition,
  type Profile,
} from './profile.ts';

const INFERENCE = 'gen_ai.client.inference';

const TIMES = {
  duration: secondsHistogram(
    `${INFERENCE}.duration`,
    'Duration of a GenAI inference'
  ),
  timeToFirstChunk: secondsHistogram(
    `${INFERENCE}.time_to_first_chunk`,
    'Time from the request to the first chunk of a streamed response'
  ),
};

const TIME_PER_OUTPUT_CHUNK = secondsHistogram(
  `${INFERENCE}.time_per_output_chunk`,
  'Time from one chunk of a streamed response to the next'
);

/** Of operations that are no inference, like embeddings. */
const OTHER_TIMES = {
  duration: secondsHistogram(
    'gen_ai.client.operation.duration',
    'Duration of a GenAI operation'
  ),
};

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

/**
 * The development of the GenAI conventions, at commit 6fd0d76 of 2026-10-09; nothing of it has been released.
 *
 * @see https://github.com/open-telemetry/semantic-conventions-genai
 */
export const LATEST: Profile = {
  name: 'latest',
  schemaUrl: 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev',
  metrics: [
    ...Object.values(TIMES),
    TIME_PER_OUTPUT_CHUNK,
    ...Object.values(OTHER_TIMES),
    ...Object.values(USAGE),
    ...Object.values(OPERATION),
  ],
  metricAttributeNames: [...SHARED_METRIC_ATTRIBUTES, A.tokenModality],
  content: {
    event: { name: DETAILS, severity: 'DEBUG' },
    notOnEvent: [],
    shape: withTextInstructions,
  },
  spanName,
  requestAttributes(call) {
    const { request } = call;
    return {
      ...commonRequestAttributes(call),
      ...present({
        [A.requestTopK]: Number.isInteger(request.topK)
          ? request.topK
          : undefined,
        [A.requestPreviousResponseId]: request.previousResponseId,
        [A.requestReasoningLevel]: request.reasoningLevel,
      }),
    };
  },
  responseAttributes(call) {
    const { response } = call;
    return {
      ...commonResponseAttributes(call),
      ...present({
        [A.responseFinishReasons]: finishReasons(call),
        [A.usageCacheWriteInputTokens]: response.cacheWriteTokens,
        ...modalityAttributes(call),
      }),
    };
  },
  measure(call, record) {
    const inference = call.operation !== 'embeddings';
    measureTimes(call, inference ? TIMES : OTHER_TIMES, record);
    if (inference) measureTokens(call, record);
    this.measureChunks(call, record);
  },
  measureChunks(call, record) {
    measureChunkIntervals(call, TIME_PER_OUTPUT_CHUNK, record);
  },
};

/** A choice whose reason should have come and did not ended in an error. */
function finishReasons(call: Call): string[] | undefined {
  const { response, request, errorType, operation } = call;
  if (operation === 'embeddings') return undefined;
  const reasons: (string | undefined)[] = [...(response.finishReasons ?? [])];
  if (errorType !== undefined) {
    reasons.length = Math.max(reasons.length, request.choiceCount ?? 1);
  }
  if (reasons.length === 0) return undefined;
  return Array.from(reasons, reason => reason ?? 'error');
}

const MODALITIES: readonly TokenModality[] = ['text', 'image', 'audio'];

function modalityAttributes({
  response,
}: Call): Record<string, AttributeValue | undefined> {
  const { inputTokensBy, cacheReadTokensBy, outputTokensBy } = response;
  return Object.fromEntries(
    MODALITIES.flatMap(modality => [
      [A.usageInputTokensBy(modality), inputTokensBy?.[modality]],
      [A.usageCacheReadInputTokensBy(modality), cacheReadTokensBy?.[modality]],
      [A.usageOutputTokensBy(modality), outputTokensBy?.[modality]],
    ])
  );
}

function measureTokens(call: Call, record: Measure): void {
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

/** Counts each modality that the provider told apart, and what is left of the total as `unknown`. */
function count(
  counter: MetricDefinition,
  total: number,
  parts: Partial<Record<TokenModality, number>> | undefined,
  attributes: Attributes,
  record: Measure
): void {
  let left = total;
  for (const modality of MODALITIES) {
    const part = parts?.[modality] ?? 0;
    if (part === 0 || part > left) continue;
    left -= part;
    record(counter, part, { ...attributes, [A.tokenModality]: modality });
  }
  if (left > 0) {
    record(counter, left, { ...attributes, [A.tokenModality]: 'unknown' });
  }
}

/** The schema of system instructions has texts only, and what it has no part for. */
function withTextInstructions(content: CallContent): CallContent {
  const { systemInstructions } = content;
  if (systemInstructions === undefined) return content;
  return {
    ...content,
    systemInstructions: systemInstructions.map(part =>
      part.type === 'text' || part.type === 'generic'
        ? part
        : { type: 'generic', generic_type: part.type }
    ),
  };
}
