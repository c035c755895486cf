// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../src/call.ts';
import { anthropicMessages } from '../../src/dialects/anthropic/messages.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { openaiChat } from '../../src/dialects/openai/chat.ts';
import { openaiEmbeddings } from '../../src/dialects/openai/embeddings.ts';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import { json, scriptedServer } from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';

const route = { provider: 'openai', operation: 'chat' } as const;

function whole(dialect: Dialect, body: unknown): string | undefined {
  const facts: ResponseFacts = {};
  dialect.readResponse(body, { get: () => undefined }, facts, route);
  return facts.errorType;
}

function event(dialect: Dialect, body: unknown): string | undefined {
  const facts: ResponseFacts = {};
  dialect.readEvent(body, facts, route);
  return facts.errorType;
}

const choices = [{ index: 0, finish_reason: 'stop' }];

describe('A chat completion with status 200', () => {
  const bodies: readonly [body: object, errorType: string | undefined][] = [
    [{ choices: null, base_resp: { status_code: 1008 } }, '1008'],
    [{ choices, base_resp: { status_code: 0, status_msg: '' } }, undefined],
    [{ choices: [{ index: 0, finish_reason: 'error' }] }, '_OTHER'],
    [
      { choices: [{ index: 0, finish_reason: 'network_error' }] },
      'network_error',
    ],
    [{ choices: [{ finish_reason: 'error', error: { code: 502 } }] }, '502'],
    // The finish reasons of so late choices are not kept.
    [{ choices: [{ index: 2048, finish_reason: 'error' }] }, '_OTHER'],
    [
      {
        choices: [
          { finish_reason: 'network_error' },
          { finish_reason: 'error' },
        ],
      },
      'network_error',
    ],
    [{ success: false, message: 'no quota' }, '_OTHER'],
    [{ detail: 'upstream failed' }, '_OTHER'],
    [{ code: 'InvalidApiKey', message: 'x', request_id: 'r' }, 'InvalidApiKey'],
    [{ code: 20012, message: 'Model does not exist', data: null }, '20012'],
    [{ error_code: 18, error_msg: 'Open api qps limit reached' }, '18'],
    [{ error_code: 0, error_msg: '', choices }, undefined],
    [{ code: 200, message: 'success', choices }, undefined],
    [{ code: 0, message: 'ok' }, undefined],
    [{ message: 'all is well', choices }, undefined],
    [{ choices, usage: { prompt_tokens: 1 } }, undefined],
    [{}, undefined],
  ];
  for (const [body, errorType] of bodies) {
    it(`is ${errorType ?? 'no failure'} for ${JSON.stringify(body)}`, () => {
      assert.equal(whole(openaiChat, body), errorType);
      assert.equal(event(openaiChat, body), errorType);
    });
  }
});

describe('An event of an error without the member error', () => {
  it('is a failure of a chat completion', () => {
    const failure = { message: 'Overloaded', type: 'server_error' };
    assert.equal(event(openaiChat, failure), 'server_error');
  });

  it('is a failure of a message of Anthropic', () => {
    const named = { type: 'overloaded_error', message: 'Overloaded' };
    assert.equal(event(anthropicMessages, named), 'overloaded_error');
    assert.equal(event(anthropicMessages, { message: 'x' }), '_OTHER');
    assert.equal(event(anthropicMessages, { type: 'ping' }), undefined);
  });
});

describe('A whole answer that tells of an error in free text alone', () => {
  for (const [status, errorType] of [
    [200, '_OTHER'],
    [503, '503'],
  ] as const) {
    it(`is ${errorType} with status ${status}`, async () => {
      const tracked = track();
      const server = await scriptedServer((_, response) =>
        json(response, status, { error: 'the model is overloaded' })
      );
      try {
        await transports['fetch']!(server.origin + PATH, { body: BODY });
        const [span] = tracked.genai();
        assert.equal(span?.attributes['error.type'], errorType);
      } finally {
        await tracked.stop();
        await server.close();
      }
    });
  }
});

describe('Embeddings with a total alone', () => {
  it('have that total as their input', () => {
    const facts: ResponseFacts = {};
    const body = { model: 'voyage-3.5', usage: { total_tokens: 8 } };
    openaiEmbeddings.readResponse(body, { get: () => undefined }, facts, route);
    assert.deepEqual(facts, { model: 'voyage-3.5', inputTokens: 8 });
  });
});
