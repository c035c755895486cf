// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { asObject } from '../../../src/dialects/fields.ts';
import { dialectsByName } from '../../../src/dialects/registry.ts';
import { openaiFetched } from '../../../src/dialects/openai/fetched.ts';

const seed = 20261122;
const rounds = 1500;

/** Names that dialects look for, and some that every object has. */
const names = (
  'id model choices index finish_reason usage error code type status object response output ' +
  'prompt_tokens completion_tokens input_tokens output_tokens prompt_tokens_details cached_tokens ' +
  'completion_tokens_details input_tokens_details reasoning_tokens x_groq service_tier ' +
  'incomplete_details reason stream n stop max_tokens temperature response_format text format ' +
  'modalities reasoning conversation dimensions encoding_format __proto__ constructor toString ' +
  'message delta stop_reason cache_read_input_tokens cache_creation_input_tokens thinking_tokens ' +
  'output_tokens_details output_config stop_sequences candidates finishReason usageMetadata ' +
  'promptTokenCount toolUsePromptTokenCount candidatesTokenCount thoughtsTokenCount promptTokensDetails ' +
  'modality tokenCount promptFeedback blockReason generationConfig responseModalities predictions ' +
  'embeddings statistics token_count requests parameters outputDimensionality ' +
  'billed_units tokens meta generation_id event_type embedding_types options think done done_reason ' +
  'eval_count prompt_eval_count results generated_token_count input_token_count errors model_id'
).split(' ');
const words = (
  'stop|failed|completed|incomplete|error|function_call|response.completed|response.failed|' +
  'max_output_tokens|constructor|__proto__|json_object|auto|| a b |\u0000|' +
  'message_start|message_delta|message_stop|ping|STOP|TEXT|VIDEO|' +
  'message-end|stream-end|ERROR|not_finished'
).split('|');
const numbers = [0, 1, -1, 2, 7.5, 1e9, 2 ** 53, 1e308, -0];

function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomJson(random: () => number, depth: number): unknown {
  const pick = <T>(from: readonly T[]): T =>
    from[Math.floor(random() * from.length)]!;
  const kind = random();
  if (depth > 0 && kind < 0.5) {
    const members = Array.from({ length: Math.floor(random() * 8) }, () => [
      pick(names),
      randomJson(random, depth - 1),
    ]);
    // Through JSON, as from the wire: __proto__ becomes a member.
    return JSON.parse(
      `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`
    ) as unknown;
  }
  if (depth > 0 && kind < 0.65) {
    return Array.from({ length: Math.floor(random() * 4) }, () =>
      randomJson(random, depth - 1)
    );
  }
  if (kind < 0.8) return pick(words);
  if (kind < 0.95) return pick(numbers);
  return pick([true, false, null]);
}

const isCount = (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0;
const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isBreakdown = (value: unknown) =>
  Object.entries(value as object).every(
    ([modality, count]) =>
      ['text', 'image', 'audio'].includes(modality) && isCount(count)
  );

/** What a fact may be, whatever the wire said. */
const allowed: Record<keyof ResponseFacts, (value: unknown) => boolean> = {
  id: isText,
  model: isText,
  finishReasons: value =>
    Array.isArray(value) &&
    value.every(reason => reason === undefined || isText(reason)),
  inputTokens: isCount,
  outputTokens: isCount,
  cacheReadTokens: isCount,
  cacheWriteTokens: isCount,
  reasoningTokens: isCount,
  inputTokensBy: isBreakdown,
  cacheReadTokensBy: isBreakdown,
  outputTokensBy: isBreakdown,
  serviceTier: isText,
  systemFingerprint: isText,
  status: value =>
    /^(queued|in_progress|completed|incomplete|failed|cancelled)$/.test(
      String(value)
    ),
  errorType: value => /^[!-~]{1,64}$/.test(String(value)),
  complete: value => value === true,
};

/** The same for every dialect: making them takes longer than reading them. */
const random = randomFrom(seed);
const pairs = Array.from(
  { length: rounds },
  () => [randomJson(random, 5), randomJson(random, 5)] as const
);

for (const dialect of [...Object.values(dialectsByName), openaiFetched]) {
  describe(`${dialect.name} with any JSON (seed ${seed})`, () => {
    const headers = { get: () => undefined };
    const url = new URL(
      'http://localhost/openai/deployments/%E0%A4/embeddings'
    );

    it('never throws, and says only what a fact may be', () => {
      for (const [round, [json, event]] of pairs.entries()) {
        const route = {
          provider: round % 2 === 0 ? 'openai' : 'x_ai',
          operation: 'chat',
        } as const;
        const facts: ResponseFacts = {};
        const wholeFacts: ResponseFacts = {};
        const request = dialect.readRequest(
          asObject(json),
          url,
          headers,
          route
        );
        dialect.needsEveryEvent?.(request);
        dialect.readResponse(json, headers, wholeFacts, route);
        dialect.readEvent(json, facts, route);
        dialect.readEvent(event, facts, route);
        for (const [name, value] of [
          ...Object.entries(facts),
          ...Object.entries(wholeFacts),
        ]) {
          assert.ok(
            allowed[name as keyof ResponseFacts](value),
            `${name}: ${String(value)} from ${JSON.stringify(json)}`
          );
        }
        assert.ok(!Object.values(request).includes(undefined));
      }
    });
  });
}
