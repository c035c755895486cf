// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import type { DialectRoute } from '../../../src/dialects/dialect.ts';
import { openaiChat } from '../../../src/dialects/openai/chat.ts';

const route: DialectRoute = { provider: 'openai', operation: 'chat' };

function ended(index: number, reason: unknown = 'stop'): unknown {
  return { choices: [{ index, delta: {}, finish_reason: reason }] };
}

function afterEvents(
  events: readonly unknown[],
  choiceCount?: number
): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const event of events) {
    openaiChat.readEvent(event, facts, { ...route, choiceCount });
  }
  return facts;
}

describe('choices of a stream', () => {
  it('are complete when the only one has ended', () => {
    assert.deepEqual(afterEvents([ended(0)]), {
      finishReasons: ['stop'],
      complete: true,
    });
  });

  it('are not complete while one that was asked for has not begun', () => {
    assert.deepEqual(afterEvents([ended(0)], 2), { finishReasons: ['stop'] });
  });

  it('are not complete while one that nobody asked for is open', () => {
    assert.deepEqual(afterEvents([ended(1, null), ended(0)]), {
      finishReasons: ['stop', undefined],
    });
  });

  it('keep their places whatever the order', () => {
    assert.deepEqual(
      afterEvents([ended(2, 'length'), ended(0), ended(1, 'tool_calls')], 3),
      { finishReasons: ['stop', 'tool_calls', 'length'], complete: true }
    );
  });

  it('keep a reason when a later chunk has none', () => {
    assert.deepEqual(afterEvents([ended(0), ended(0, null), ended(0, '')]), {
      finishReasons: ['stop'],
      complete: true,
    });
  });

  it('go by their position when they have no index', () => {
    const event = {
      choices: [{ finish_reason: 'stop' }, { finish_reason: 'length' }],
    };
    assert.deepEqual(afterEvents([event]), {
      finishReasons: ['stop', 'length'],
      complete: true,
    });
  });

  it('are read up to the 2048th', () => {
    assert.equal(afterEvents([ended(2047)]).finishReasons?.length, 2048);
    assert.deepEqual(afterEvents([ended(2048)]), {});
  });
});

describe('needsEveryEvent of openai-chat', () => {
  it('is true from two choices on', () => {
    const needs = [{}, { choiceCount: 0 }, { choiceCount: 2 }].map(request =>
      openaiChat.needsEveryEvent?.(request)
    );
    assert.deepEqual(needs, [false, false, true]);
  });
});
