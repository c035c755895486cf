// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { openaiChat } from '../../../src/dialects/openai/chat.ts';
import { openaiResponses } from '../../../src/dialects/openai/responses.ts';
import type { Dialect } from '../../../src/dialects/dialect.ts';

const route = { provider: 'openai', operation: 'chat' } as const;

const bodies: {
  says: string;
  json: unknown;
  whole?: string;
  event?: string;
}[] = [
  {
    says: 'the code before the type',
    json: { error: { code: 'context_length_exceeded', type: 'bad' } },
    whole: 'context_length_exceeded',
  },
  {
    says: 'the type when the code is empty',
    json: { error: { code: '', type: 'server_error' } },
    whole: 'server_error',
  },
  {
    says: 'the type before a numeric code',
    json: { error: { code: 400, type: 'BadRequestError' } },
    whole: 'BadRequestError',
  },
  {
    says: 'a numeric code as a string',
    json: { error: { code: 429 } },
    whole: '429',
  },
  {
    says: 'a code of 64 characters',
    json: { error: { code: 'c'.repeat(64) } },
    whole: 'c'.repeat(64),
  },
  {
    says: 'no code of 65 characters',
    json: { error: { code: 'c'.repeat(65) } },
    event: '_OTHER',
  },
  {
    says: 'no code with a space',
    json: { error: { code: 'not found', type: 'it is not here' } },
    event: '_OTHER',
  },
  {
    says: 'no sentence of a script without spaces',
    json: { error: { code: '余额不足请充值' } },
    event: '_OTHER',
  },
  {
    says: 'nothing of a broken code',
    json: { error: { code: 4.5, type: {} } },
    event: '_OTHER',
  },
  {
    says: 'no free text of xAI',
    json: { code: 'Client specified an invalid argument', error: 'text' },
    event: '_OTHER',
  },
  { says: 'nothing when the error is null', json: { error: null } },
  { says: 'nothing when the error is empty', json: { error: {} } },
  { says: 'nothing when the text is empty', json: { error: '', code: 0 } },
  { says: 'nothing of a code without an error', json: { code: 'ok' } },
];

function read(
  dialect: Dialect,
  how: 'readResponse' | 'readEvent',
  json: unknown
): ResponseFacts {
  const facts: ResponseFacts = {};
  if (how === 'readEvent') dialect.readEvent(json, facts, route);
  else dialect.readResponse(json, { get: () => undefined }, facts, route);
  return facts;
}

for (const dialect of [openaiChat, openaiResponses]) {
  describe(`errors of ${dialect.name}`, () => {
    for (const { says, json, whole, event = whole } of bodies) {
      it(`say ${says}`, () => {
        assert.deepEqual(
          {
            // Of a whole body the caller knows the HTTP status, which says more than _OTHER.
            whole: read(dialect, 'readResponse', json),
            event: read(dialect, 'readEvent', json),
          },
          {
            whole: whole === undefined ? {} : { errorType: whole },
            event: event === undefined ? {} : { errorType: event },
          }
        );
      });
    }
  });
}

describe('errors of openai-responses', () => {
  it('are _OTHER when a response failed without a reason', () => {
    assert.deepEqual(
      read(openaiResponses, 'readResponse', { status: 'failed', error: null }),
      { finishReasons: ['error'], errorType: '_OTHER' }
    );
  });

  it('are none when a response was cancelled', () => {
    assert.deepEqual(
      read(openaiResponses, 'readResponse', { status: 'cancelled' }),
      { finishReasons: ['error'] }
    );
  });

  it('are _OTHER for an error event without a code', () => {
    assert.deepEqual(
      read(openaiResponses, 'readEvent', { type: 'error', message: 'Oh no' }),
      { errorType: '_OTHER' }
    );
  });
});
