// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../src/call.ts';
import { anthropicMessages } from '../../src/dialects/anthropic/messages.ts';
import { bedrockInvoke } from '../../src/dialects/bedrock/invoke.ts';

const route = { provider: 'anthropic', operation: 'chat' } as const;

/** Input, output, read from the cache, written to it. */
type Counts = readonly (number | undefined)[];

function countsOf(facts: ResponseFacts): Counts {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } =
    facts;
  return [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens];
}

function stream(begun: object, last: object, stop: object = {}): object[] {
  return [
    { type: 'message_start', message: { model: 'asked', usage: begun } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: last },
    { type: 'message_stop', ...stop },
  ];
}

function read(events: readonly object[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const event of events) anthropicMessages.readEvent(event, facts, route);
  return facts;
}

const cached = { input_tokens: 9, cache_read_input_tokens: 91 };

describe('Usage of an Anthropic stream', () => {
  const cases: Record<string, [begun: object, last: object, Counts]> = {
    'takes the zeros of the last event after a compaction': [
      { input_tokens: 90, cache_read_input_tokens: 50_000 },
      {
        input_tokens: 200,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 8,
        iterations: [
          { type: 'compaction', input_tokens: 90, output_tokens: 80 },
          { type: 'message', input_tokens: 200, output_tokens: 8 },
        ],
      },
      [200, 8, 0, 0],
    ],
    'keeps the input that the last event reports as zeros alone': [
      cached,
      { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 2 },
      [100, 2, 91, undefined],
    ],
    'counts the cache once where a gateway repeats the input with the cache in it':
      [
        cached,
        { input_tokens: 100, output_tokens: 2 },
        [100, 2, 91, undefined],
      ],
    'counts it once where the cache is repeated as well': [
      cached,
      { input_tokens: 100, cache_read_input_tokens: 91, output_tokens: 2 },
      [100, 2, 91, undefined],
    ],
    'counts the cache once where both events report the same': [
      cached,
      { ...cached, output_tokens: 2 },
      [100, 2, 91, undefined],
    ],
    'adds what was written to the cache, where only its lifetimes tell': [
      {
        input_tokens: 9,
        cache_creation: {
          ephemeral_5m_input_tokens: 20,
          ephemeral_1h_input_tokens: 10,
        },
      },
      { output_tokens: 2 },
      [39, 2, undefined, 30],
    ],
    'takes a larger input of the last event': [
      { input_tokens: 9 },
      { input_tokens: 700, output_tokens: 2 },
      [700, 2, undefined, undefined],
    ],
  };
  for (const [name, [begun, last, counts]] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual(countsOf(read(stream(begun, last))), counts);
    });
  }

  it('names the model that answered after a fallback', () => {
    const iterations = [
      { type: 'message', model: 'asked' },
      { type: 'fallback_message', model: 'answered' },
    ];
    const last = { output_tokens: 8, iterations };
    assert.equal(read(stream({ input_tokens: 5 }, last)).model, 'answered');
  });

  it('reads the counts of message_stop', () => {
    const usage = {
      cache_read_input_tokens: 9821,
      cache_creation_input_tokens: 5,
    };
    const events = stream(
      { input_tokens: 174 },
      { output_tokens: 12 },
      { usage }
    );
    assert.deepEqual(countsOf(read(events)), [10_000, 12, 9821, 5]);
  });
});

describe('Usage of Claude by InvokeModelWithResponseStream', () => {
  const metrics = {
    inputTokenCount: 174,
    outputTokenCount: 12,
    cacheReadInputTokenCount: 9821,
    cacheWriteInputTokenCount: 5,
  };
  const stop = { 'amazon-bedrock-invocationMetrics': metrics };
  for (const [name, begun] of Object.entries({
    'adds the cache that the metrics of the invocation alone report': {
      input_tokens: 174,
    },
    'counts the cache once where the message reports it, too': {
      input_tokens: 174,
      cache_read_input_tokens: 9821,
      cache_creation_input_tokens: 5,
    },
  })) {
    it(name, () => {
      const facts: ResponseFacts = {};
      for (const event of stream(begun, { output_tokens: 12 }, stop)) {
        const bytes = Buffer.from(JSON.stringify(event)).toString('base64');
        bedrockInvoke.readEvent({ type: 'chunk', payload: { bytes } }, facts, {
          provider: 'aws.bedrock',
          operation: 'chat',
        });
      }
      assert.deepEqual(countsOf(facts), [10_000, 12, 9821, 5]);
    });
  }
});
