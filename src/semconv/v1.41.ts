// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import {
  AZURE_AI_INFERENCE,
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
import { present, type Measure, type Profile } from './profile.ts';

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

/** Providers whose refinement of the inference span has no top_k. */
const WITHOUT_TOP_K: ReadonlySet<string> = new Set([
  'openai',
  'anthropic',
  AZURE_AI_INFERENCE,
]);

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
  metricAttributeNames: [...SHARED_METRIC_ATTRIBUTES, A.tokenType],
  content: {
    event: { name: DETAILS },
    // The table of the event leaves the provider out as well; its example has it, and it is needed to read the rest.
    notOnEvent: [A.requestTopK],
    shape: withFinishReasons,
  },
  fetchesResponses: false,
  spanName,
  requestAttributes(call) {
    const { request, provider } = call;
    return {
      ...commonRequestAttributes(call),
      ...present({
        [A.requestTopK]: WITHOUT_TOP_K.has(provider) ? undefined : request.topK,
      }),
    };
  },
  responseAttributes(call) {
    const { response } = call;
    return {
      ...commonResponseAttributes(call),
      ...present({
        [A.responseFinishReasons]: finishReasons(call),
        [A.usageCacheCreationInputTokens]: response.cacheWriteTokens,
      }),
    };
  },
  measure(call, record) {
    measureTimes(call, TIMES, record);
    measureTokens(call, record);
    this.measureChunks(call, record);
  },
  measureChunks(call, record) {
    measureChunkIntervals(call, TIME_PER_OUTPUT_CHUNK, record);
  },
};

function measureTokens(call: Call, record: Measure): void {
  const { inputTokens, outputTokens } = call.response;
  const attributes = {
    ...sharedMetricAttributes(call),
    ...openaiMetricAttributes(call),
  };
  if (inputTokens !== undefined) {
    record(TOKEN_USAGE, inputTokens, { ...attributes, [A.tokenType]: 'input' });
  }
  if (outputTokens !== undefined) {
    record(TOKEN_USAGE, outputTokens, {
      ...attributes,
      [A.tokenType]: 'output',
    });
  }
}

/** The provider's own words, one for each choice that got one. */
function finishReasons({ response }: Call): string[] | undefined {
  const reasons = response.finishReasons?.filter(
    reason => reason !== undefined
  );
  return reasons !== undefined && reasons.length > 0 ? reasons : undefined;
}

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
