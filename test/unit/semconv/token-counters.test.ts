// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { LATEST } from '../../../src/semconv/latest.ts';
import { measured } from './emitted.ts';
import { wholeCall } from './whole-call.ts';

const USAGE = 'gen_ai.client.inference.usage.';

/** What the counters got: [what is counted, modality, tokens]. */
function counted(response: ResponseFacts): [string, unknown, number][] {
  return measured(LATEST, { ...wholeCall('cohere', 'chat'), response })
    .filter(({ metric }) => metric.startsWith(USAGE))
    .map(({ metric, value, attributes }) => [
      metric.slice(USAGE.length),
      attributes['gen_ai.token.modality'],
      value,
    ]);
}

describe('the counters of tokens by modality', () => {
  it('add up to the total, with an unknown rest', () => {
    assert.deepEqual(
      counted({
        inputTokens: 30,
        inputTokensBy: { text: 10, image: 15, audio: 0 },
        outputTokens: 20,
        outputTokensBy: { text: 20 },
        cacheReadTokens: 8,
        cacheReadTokensBy: { image: 8 },
      }),
      [
        ['input_tokens', 'text', 10],
        ['input_tokens', 'image', 15],
        ['input_tokens', 'unknown', 5],
        ['output_tokens', 'text', 20],
        ['cache_read.input_tokens', 'image', 8],
      ]
    );
  });

  it('are unknown where the provider told no parts, or parts that are more than the total', () => {
    assert.deepEqual(
      counted({
        inputTokens: 30,
        outputTokens: 20,
        outputTokensBy: { text: 15, audio: 6 },
        cacheWriteTokens: 5,
        reasoningTokens: 7,
      }),
      [
        ['input_tokens', 'unknown', 30],
        ['output_tokens', 'unknown', 20],
        ['cache_write.input_tokens', 'unknown', 5],
        ['reasoning.output_tokens', 'unknown', 7],
      ]
    );
  });

  it('count nothing of a total that was not told, whatever its parts', () => {
    assert.deepEqual(counted({ inputTokensBy: { text: 3 } }), []);
  });

  it('count nothing where nothing was used', () => {
    assert.deepEqual(
      counted({ inputTokens: 0, inputTokensBy: { text: 0 } }),
      []
    );
  });
});
