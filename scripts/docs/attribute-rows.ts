// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the table of attributes: everything that the profile makes of sample calls.
import type { Call } from '../../src/call.ts';
import {
  attributesOf,
  type Attributes,
} from '../../src/semconv/attribute-table.ts';
import { V1_41 } from '../../src/semconv/v1.41.ts';

/** Name, example, where the value comes from, and whether metrics carry it. */
export function attributeRows(): string[][] {
  const request = merged(call => attributesOf(V1_41.request, call));
  const response = merged(call => attributesOf(V1_41.response, call));
  return [
    ...rows(request, 'the request'),
    ...rows(response, 'the response'),
    ...rows(onlyOnMetrics({ ...request, ...response }), 'which tokens'),
  ];
}

/** Calls that between them have every fact that a provider can report. */
const samples: Call[] = [
  sample('openai', 'chat'),
  sample('azure.ai.inference', 'chat'),
  sample('groq', 'embeddings'),
];

function sample(provider: string, operation: Call['operation']): Call {
  return {
    provider,
    operation,
    serverAddress: 'api.openai.com',
    serverPort: 443,
    protocol: 'websocket',
    resendCount: 1,
    request: {
      model: 'gpt-4o',
      stream: true,
      maxTokens: 256,
      choiceCount: 2,
      temperature: 0.2,
      topP: 0.9,
      topK: 40,
      seed: 7,
      frequencyPenalty: 0.5,
      presencePenalty: 0.5,
      stopSequences: ['END'],
      outputType: 'json',
      serviceTier: 'default',
      apiType: 'chat_completions',
      reasoningLevel: 'low',
      conversationId: 'conv_1',
      encodingFormats: ['float'],
      dimensionCount: 512,
    },
    response: {
      id: 'chatcmpl-1',
      model: 'gpt-4o-2024-08-06',
      finishReasons: ['stop', 'length'],
      inputTokens: 21,
      outputTokens: 9,
      cacheReadTokens: 16,
      cacheWriteTokens: 4,
      reasoningTokens: 5,
      serviceTier: 'default',
      systemFingerprint: 'fp_1',
    },
    times: { start: 0, firstChunk: 412, end: 1530 },
    chunkIntervals: [0.02],
    status: 429,
    errorType: 'rate_limit_exceeded',
  };
}

function merged(make: (call: Call) => Attributes): Attributes {
  // The first sample that has an attribute gives its example.
  return Object.assign({}, ...samples.map(make).reverse()) as Attributes;
}

function onlyOnMetrics(onSpans: Attributes): Attributes {
  return Object.fromEntries(
    V1_41.metricAttributeNames
      .filter(name => !Object.hasOwn(onSpans, name))
      .map(name => [name, name === 'gen_ai.token.type' ? 'input' : ''])
  );
}

function rows(attributes: Attributes, says: string): string[][] {
  return Object.entries(attributes).map(([name, value]) => [
    `\`${name}\``,
    `\`${JSON.stringify(value)}\``,
    says,
    V1_41.metricAttributeNames.includes(name) ? 'yes' : '',
  ]);
}
