// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isInference, type Call, type CallContent } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  commonRequestAttributes,
  commonResponseAttributes,
  measureChunkIntervals,
  measureTimes,
  secondsHistogram,
  SHARED_METRIC_ATTRIBUTES,
  spanName,
} from './common.ts';
import { DETAILS } from './events.ts';
import {
  INFERENCE,
  measureTokens,
  modalityAttributes,
  TOKEN_METRICS,
} from './latest-tokens.ts';
import { present, type Profile } from './profile.ts';

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

/** Of operations that are no inference: embeddings, responses that are fetched. */
const OTHER_TIMES = {
  duration: secondsHistogram(
    'gen_ai.client.operation.duration',
    'Duration of a GenAI operation'
  ),
};

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
    ...TOKEN_METRICS,
  ],
  metricAttributeNames: [...SHARED_METRIC_ATTRIBUTES, A.tokenModality],
  content: {
    event: { name: DETAILS, severity: 'DEBUG' },
    notOnEvent: [],
    shape: withTextInstructions,
  },
  fetchesResponses: true,
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
        [A.requestStreamCursor]: request.streamCursor,
        [A.responseId]: request.responseId,
      }),
    };
  },
  responseAttributes(call) {
    const { response } = call;
    return {
      ...commonResponseAttributes(call),
      ...present({
        [A.responseFinishReasons]: finishReasons(call),
        [A.responseStatus]: response.status,
        [A.usageCacheWriteInputTokens]: response.cacheWriteTokens,
        ...modalityAttributes(call),
      }),
    };
  },
  measure(call, record) {
    const inference = isInference(call);
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
