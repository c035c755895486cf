// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { cohereChat } from '../../../src/dialects/cohere/chat.ts';

const route = { provider: 'cohere', operation: 'chat' } as const;

function streamed(...events: unknown[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const event of events) cohereChat.readEvent(event, facts, route);
  return facts;
}

function whole(json: unknown): ResponseFacts {
  const facts: ResponseFacts = {};
  cohereChat.readResponse(json, { get: () => undefined }, facts, route);
  return facts;
}

describe('cohere-chat answers', () => {
  const failures: Record<string, string> = {
    ERROR: '_OTHER',
    ERROR_LIMIT: 'ERROR_LIMIT',
    ERROR_TOXIC: 'ERROR_TOXIC',
    TIMEOUT: 'TIMEOUT',
  };
  for (const [reason, errorType] of Object.entries(failures)) {
    it(`fail inside of a 200 that ended with ${reason}`, () => {
      assert.deepEqual(whole({ finish_reason: reason }), {
        finishReasons: [reason],
        errorType,
      });
    });
  }

  it('do not fail because the application cancelled', () => {
    assert.deepEqual(whole({ finish_reason: 'USER_CANCEL' }), {
      finishReasons: ['USER_CANCEL'],
    });
  });

  it('say the billed tokens, and those used only where none were billed', () => {
    const usage = {
      billed_units: { input_tokens: 3, search_units: 1 },
      tokens: { input_tokens: 70, output_tokens: 2 },
    };
    assert.deepEqual(whole({ usage }), { inputTokens: 3, outputTokens: 2 });
  });

  it('have billed nothing when 0 is billed', () => {
    const usage = {
      billed_units: { input_tokens: 0 },
      tokens: { input_tokens: 70 },
    };
    assert.deepEqual(whole({ usage }), { inputTokens: 0 });
  });

  it('take no id from a failure, whose id is its own', () => {
    assert.deepEqual(whole({ id: 'err-1', message: 'no' }), {});
  });
});

describe('cohere-chat streams', () => {
  it('keep the id of their start', () => {
    assert.deepEqual(
      streamed(
        { type: 'message-start', id: 'a' },
        { type: 'message-end', id: 'b', delta: {} }
      ),
      { id: 'a', complete: true }
    );
  });

  it('are not complete before message-end', () => {
    assert.deepEqual(streamed({ type: 'content-end', index: 0 }), {});
  });

  it('tell of an error in free text as _OTHER', () => {
    assert.deepEqual(
      streamed({ type: 'message-start', id: 'a' }, { id: 'e', message: 'no' }),
      { id: 'a', errorType: '_OTHER' }
    );
  });

  it('tell of an error beside a reason that tells of none', () => {
    assert.deepEqual(
      streamed({
        type: 'message-end',
        delta: { finish_reason: 'COMPLETE', error: 'something broke' },
      }),
      { finishReasons: ['COMPLETE'], errorType: '_OTHER', complete: true }
    );
  });
});
