// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isInference,
  type Call,
  type Operation,
  type RequestFacts,
  type ResponseFacts,
} from '../../../src/call.ts';

/** Every operation there is, and whether a call of it has a table in the conventions; a new one does not compile until it stands here. */
const everyOperation = {
  chat: true,
  text_completion: true,
  embeddings: true,
  generate_content: true,
  fetch_response: true,
  // A span of agents has facts that no run of an assistant reports.
  invoke_agent: false,
  rerank: false,
  moderation: false,
} as const satisfies Record<Operation, boolean>;

export const operations = (Object.keys(everyOperation) as Operation[]).filter(
  operation => everyOperation[operation]
);

type Kind = 'inference' | 'embeddings' | 'fetch_response';
type Facts<F> = {
  readonly [K in keyof Required<F>]: readonly [
    Required<F>[K],
    ...(readonly Kind[]),
  ];
};

/** Every fact that a dialect can tell, and of what; a new one does not compile until it stands here. */
const request: Facts<RequestFacts> = {
  operation: ['chat'],
  model: ['model', 'inference', 'embeddings'],
  stream: [true, 'inference'],
  maxTokens: [64, 'inference'],
  choiceCount: [2, 'inference'],
  temperature: [0.5, 'inference'],
  topP: [0.5, 'inference'],
  topK: [40, 'inference'],
  seed: [-7, 'inference'],
  frequencyPenalty: [-0.5, 'inference'],
  presencePenalty: [0.5, 'inference'],
  stopSequences: [['END'], 'inference'],
  outputType: ['json', 'inference'],
  serviceTier: ['flex', 'inference'],
  apiType: ['responses', 'inference', 'fetch_response'],
  reasoningLevel: ['low', 'inference'],
  conversationId: ['conversation', 'inference'],
  previousResponseId: ['response-0', 'inference'],
  encodingFormats: [['float'], 'embeddings'],
  dimensionCount: [256, 'embeddings'],
  guardrailId: ['guardrail-1', 'inference'],
  responseId: ['response-1', 'fetch_response'],
  streamCursor: ['7', 'fetch_response'],
};
const response: Facts<ResponseFacts> = {
  id: ['response-1', 'inference', 'fetch_response'],
  model: ['model-1', 'inference', 'embeddings', 'fetch_response'],
  finishReasons: [['stop', undefined], 'inference', 'fetch_response'],
  inputTokens: [30, 'inference', 'embeddings'],
  outputTokens: [20, 'inference'],
  cacheReadTokens: [10, 'inference'],
  cacheWriteTokens: [5, 'inference'],
  reasoningTokens: [7, 'inference'],
  inputTokensBy: [{ text: 10, image: 10, audio: 5 }, 'inference'],
  cacheReadTokensBy: [{ text: 1, image: 2, audio: 3 }, 'inference'],
  outputTokensBy: [{ text: 4, image: 5, audio: 6 }, 'inference'],
  serviceTier: ['flex', 'inference', 'fetch_response'],
  systemFingerprint: ['fp_1', 'inference'],
  status: ['failed', 'fetch_response'],
  errorType: ['overloaded', 'inference', 'embeddings', 'fetch_response'],
  complete: [true, 'inference', 'fetch_response'],
};

/** A failed, repeated call that said everything that can be said; streamed, where it is an inference. */
export function wholeCall(provider: string, operation: Operation): Call {
  const streamed = isInference({ operation });
  return {
    provider,
    operation,
    serverAddress: 'api.example.com',
    serverPort: 8443,
    resendCount: 1,
    request: factsOf<RequestFacts>(request, operation),
    response: factsOf<ResponseFacts>(response, operation),
    times: {
      start: 0,
      end: 30,
      ...(streamed && { firstChunk: 10, lastChunk: 20 }),
    },
    chunkIntervals: streamed ? [0.01] : [],
    status: 500,
    errorType: 'overloaded',
    errorMessage: 'overloaded',
  };
}

function factsOf<F extends object>(facts: Facts<F>, operation: Operation): F {
  const kind = isInference({ operation }) ? 'inference' : operation;
  return Object.fromEntries(
    Object.entries<readonly unknown[]>(facts).flatMap(
      ([name, [value, ...of]]) => (of.includes(kind) ? [[name, value]] : [])
    )
  ) as F;
}
