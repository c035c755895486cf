// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Call,
  Operation,
  RequestFacts,
  ResponseFacts,
} from '../../../src/call.ts';

/** Every operation there is; a new one does not compile until it stands here. */
const everyOperation = {
  chat: true,
  text_completion: true,
  embeddings: true,
  generate_content: true,
} as const satisfies Record<Operation, true>;

export const operations = Object.keys(everyOperation) as Operation[];

/** Every fact that a dialect can tell; a new one does not compile until it stands here. */
const request: Required<RequestFacts> = {
  model: 'model',
  stream: true,
  maxTokens: 64,
  choiceCount: 2,
  temperature: 0.5,
  topP: 0.5,
  topK: 40,
  seed: -7,
  frequencyPenalty: -0.5,
  presencePenalty: 0.5,
  stopSequences: ['END'],
  outputType: 'json',
  serviceTier: 'flex',
  apiType: 'responses',
  reasoningLevel: 'low',
  conversationId: 'conversation',
  previousResponseId: 'response-0',
  encodingFormats: ['float'],
  dimensionCount: 256,
  guardrailId: 'guardrail-1',
};
const response: Required<ResponseFacts> = {
  id: 'response-1',
  model: 'model-1',
  finishReasons: ['stop', undefined],
  inputTokens: 30,
  outputTokens: 20,
  cacheReadTokens: 10,
  cacheWriteTokens: 5,
  reasoningTokens: 7,
  inputTokensBy: { text: 10, image: 10, audio: 5 },
  cacheReadTokensBy: { text: 1, image: 2, audio: 3 },
  outputTokensBy: { text: 4, image: 5, audio: 6 },
  serviceTier: 'flex',
  systemFingerprint: 'fp_1',
  errorType: 'overloaded',
  complete: true,
};

/** A failed, repeated call that said everything that can be said; streamed, but for embeddings, which never are. */
export function wholeCall(provider: string, operation: Operation): Call {
  const streamed = operation !== 'embeddings';
  return {
    provider,
    operation,
    serverAddress: 'api.example.com',
    serverPort: 8443,
    resendCount: 1,
    request,
    response,
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
