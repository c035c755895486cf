// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isInference, type Call, type CallContent } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import { COMMON_REQUEST, COMMON_RESPONSE, measureTimes } from './common.ts';
import { DETAILS } from './events.ts';
import { secondsHistogram, tokensHistogram } from './histograms.ts';
import {
  INFERENCE,
  measureTokens,
  TOKEN_METRICS,
  TOKEN_PARTS,
} from './latest-tokens.ts';
import {
  OF_PLAIN_DURATION,
  SHARED,
  SHARED_METRIC_ATTRIBUTES,
} from './metric-attributes.ts';
import type { Profile } from './profile.ts';

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

const EMBEDDINGS = {
  duration: secondsHistogram(
    'gen_ai.client.embeddings.duration',
    'Duration of a GenAI embeddings operation'
  ),
};

const EMBEDDINGS_INPUT_TOKENS = tokensHistogram(
  'gen_ai.client.embeddings.operation.input_tokens',
  'Input tokens of one embeddings operation'
);

/** Of operations that are neither: responses that are fetched. */
const OTHER_TIMES = {
  duration: secondsHistogram(
    'gen_ai.client.operation.duration',
    'Duration of a GenAI operation'
  ),
};

/**
 * The GenAI conventions v0.1.0, their first release of their own, as far as its text was seen: names of metrics and
 * events of client inference, the embeddings metrics, levels of token attributes, types of attributes. Not seen: its
 * schema URL (that of its development is emitted), its final enums, whether embeddings have an exception event of their
 * own (that of inference is emitted). What was not seen is that of commit 6fd0d76 of 2026-10-09.
 *
 * @see https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md
 * @see https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/gen-ai-metrics.md
 */
export const LATEST: Profile = {
  name: 'latest',
  schemaUrl: 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev',
  metrics: [
    ...Object.values(TIMES),
    TIME_PER_OUTPUT_CHUNK,
    EMBEDDINGS.duration,
    EMBEDDINGS_INPUT_TOKENS,
    OTHER_TIMES.duration,
    ...TOKEN_METRICS,
  ],
  chunkMetrics: [TIME_PER_OUTPUT_CHUNK],
  metricAttributeNames: [...SHARED_METRIC_ATTRIBUTES, A.tokenModality],
  content: {
    event: { name: DETAILS, severity: 'DEBUG' },
    notOnEvent: [],
    shape: withTextInstructions,
  },
  exception: { name: 'gen_ai.client.inference.exception', severity: 'WARN' },
  fetchesResponses: true,
  request: [
    ...COMMON_REQUEST,
    [
      A.requestTopK,
      ({ request }) =>
        Number.isInteger(request.topK) ? request.topK : undefined,
    ],
    [A.requestPreviousResponseId, 'request', 'previousResponseId'],
    [A.requestReasoningLevel, 'request', 'reasoningLevel'],
    [A.requestStreamCursor, 'request', 'streamCursor'],
    [A.responseId, 'request', 'responseId'],
  ],
  response: [
    ...COMMON_RESPONSE,
    ...TOKEN_PARTS,
    [A.responseFinishReasons, finishReasons],
    [A.responseStatus, 'response', 'status'],
  ],
  measure(call, to) {
    if (isInference(call)) {
      measureTimes(call, TIMES, to);
      measureTokens(call, to);
      return;
    }
    if (call.operation !== 'embeddings') {
      measureTimes(call, OTHER_TIMES, to);
      return;
    }
    measureTimes(call, EMBEDDINGS, to, OF_PLAIN_DURATION);
    const { inputTokens } = call.response;
    if (inputTokens !== undefined) {
      to.record(EMBEDDINGS_INPUT_TOKENS, inputTokens, SHARED);
    }
  },
};

/** A choice whose reason should have come and did not ended in an error. */
function finishReasons(call: Call): string[] | undefined {
  const { response, request, errorType } = call;
  const reasons: (string | undefined)[] = [...(response.finishReasons ?? [])];
  if (errorType !== undefined && isInference(call)) {
    reasons.length = Math.max(reasons.length, request.choiceCount ?? 1);
  }
  if (reasons.length === 0) return undefined;
  return Array.from(reasons, reason => reason ?? 'error');
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
