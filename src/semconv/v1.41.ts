// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  COMMON_REQUEST,
  COMMON_RESPONSE,
  finishReasons,
  measuringTokens,
  topK,
} from './common.ts';
import { DETAILS } from './events.ts';
import { secondsHistogram, tokensHistogram } from './histograms.ts';
import { SHARED_METRIC_ATTRIBUTES } from './metric-attributes.ts';
import type { Profile } from './profile.ts';

const TIMES = {
  duration: secondsHistogram(
    'gen_ai.client.operation.duration',
    'Duration of a GenAI operation'
  ),
  timeToFirstChunk: secondsHistogram(
    'gen_ai.client.operation.time_to_first_chunk',
    'Time from the request to the first chunk of a streamed response'
  ),
};

const TIME_PER_OUTPUT_CHUNK = secondsHistogram(
  'gen_ai.client.operation.time_per_output_chunk',
  'Time from one chunk of a streamed response to the next'
);

const TOKEN_USAGE = tokensHistogram(
  'gen_ai.client.token.usage',
  'Number of input and output tokens used'
);

/**
 * The last tagged GenAI conventions, v1.41.0.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-spans.md
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-metrics.md
 */
export const V1_41: Profile = {
  name: 'v1.41',
  schemaUrl: 'https://opentelemetry.io/schemas/1.41.0',
  metrics: [...Object.values(TIMES), TIME_PER_OUTPUT_CHUNK, TOKEN_USAGE],
  chunkMetrics: [TIME_PER_OUTPUT_CHUNK],
  metricAttributeNames: [...SHARED_METRIC_ATTRIBUTES, A.tokenType],
  content: {
    event: { name: DETAILS },
    // The table of the event leaves the provider out as well; its example has it, and it is needed to read the rest.
    notOnEvent: [A.requestTopK],
    shape: withFinishReasons,
  },
  exception: { name: 'gen_ai.client.operation.exception', severity: 'WARN' },
  fetchesResponses: false,
  request: [
    ...COMMON_REQUEST,
    // The refinement for Anthropic does not list it; the span that it refines does, and every other producer emits it.
    [A.requestTopK, topK],
  ],
  response: [
    ...COMMON_RESPONSE,
    [A.usageCacheReadInputTokens, 'response', 'cacheReadTokens'],
    [A.usageCacheCreationInputTokens, 'response', 'cacheWriteTokens'],
    [A.usageReasoningOutputTokens, 'response', 'reasoningTokens'],
    [A.responseFinishReasons, finishReasons],
  ],
  measure: measuringTokens(TIMES, TOKEN_USAGE),
};

/** The schema of output messages wants a reason in each: that of a choice that was cut off is an error. */
function withFinishReasons(content: CallContent, call: Call): CallContent {
  const { outputMessages } = content;
  if (outputMessages === undefined) return content;
  const missing = call.errorType === undefined ? 'unknown' : 'error';
  return {
    ...content,
    outputMessages: outputMessages.map(message => ({
      ...message,
      finish_reason: message.finish_reason ?? missing,
    })),
  };
}
