// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import type { Dialect } from '../../../src/dialects/dialect.ts';
import { watsonxChat } from '../../../src/dialects/watsonx/chat.ts';
import { watsonxGeneration } from '../../../src/dialects/watsonx/generation.ts';

const route = { provider: 'ibm.watsonx.ai', operation: 'chat' } as const;

function streamed(dialect: Dialect, ...events: unknown[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const event of events) dialect.readEvent(event, facts, route);
  return facts;
}

function result(reason: string, input: number, output: number): unknown {
  return {
    results: [
      {
        stop_reason: reason,
        input_token_count: input,
        generated_token_count: output,
      },
    ],
  };
}

for (const dialect of [watsonxChat, watsonxGeneration]) {
  describe(`${dialect.name} requests`, () => {
    for (const [path, expected] of [
      ['/ml/v1/text/any', undefined],
      ['/ml/v1/text/any_stream', true],
      ['/ml/v1/text/any_stream/', true],
    ] as const) {
      it(`${expected ? 'stream' : 'do not stream'} at ${path}, whatever the body says`, () => {
        const url = new URL(path, 'https://us-south.ml.cloud.ibm.com');
        const { stream } = dialect.readRequest(
          {},
          url,
          { get: () => undefined },
          route
        );
        assert.equal(stream, expected);
      });
    }
  });

  describe(`${dialect.name} errors`, () => {
    it('are the code of the first one', () => {
      const errors = [{ code: 'no_quota', message: 'a' }, { code: 'other' }];
      assert.deepEqual(streamed(dialect, { errors }), {
        errorType: 'no_quota',
      });
    });

    it('are _OTHER in a stream when the code is free text', () => {
      assert.deepEqual(streamed(dialect, { errors: [{ code: 'no way' }] }), {
        errorType: '_OTHER',
      });
    });

    it('are none when the list is empty', () => {
      assert.deepEqual(streamed(dialect, { errors: [] }), {});
    });

    it('are left to the HTTP status in a whole body when the code is free text', () => {
      const facts: ResponseFacts = {};
      const json = { errors: [{ code: 'no way' }] };
      dialect.readResponse(json, { get: () => undefined }, facts, route);
      assert.deepEqual(facts, {});
    });
  });
}

describe('watsonx-generation streams', () => {
  it('count the input where it is counted, and the output at last', () => {
    assert.deepEqual(
      streamed(
        watsonxGeneration,
        result('not_finished', 68, 0),
        result('not_finished', 0, 1),
        result('eos_token', 0, 2)
      ),
      {
        finishReasons: ['eos_token'],
        inputTokens: 68,
        outputTokens: 2,
        complete: true,
      }
    );
  });

  it('are not complete while they are not finished', () => {
    assert.deepEqual(
      streamed(watsonxGeneration, result('NOT_FINISHED', 0, 1)),
      { inputTokens: 0, outputTokens: 1 }
    );
  });

  it('are read whole, and answers that are no stream are not', () => {
    const needs = [{ stream: true }, {}].map(request =>
      watsonxGeneration.needsEveryEvent?.(request)
    );
    assert.deepEqual(needs, [true, false]);
  });
});

describe('watsonx-chat answers', () => {
  it('have the model under either name', () => {
    const models = [{ model_id: 'a' }, { model: 'a' }].map(
      json => streamed(watsonxChat, json).model
    );
    assert.deepEqual(models, ['a', 'a']);
  });
});
