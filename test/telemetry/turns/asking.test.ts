// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { track, type Tracked } from '../support/tracked.ts';
import { fixture, openSocket } from './fake-socket.ts';

const REALTIME = 'wss://api.openai.com/v1/realtime?model=gpt-realtime';
const LIVE = fixture('google-live').url;
const FIRST_CHUNK = 'gen_ai.response.time_to_first_chunk';

const content = (text: string): object => ({
  serverContent: { modelTurn: { parts: [{ text }] } },
});
const complete = { serverContent: { turnComplete: true } };

describe('a turn of the Live API', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  /** Messages that ask or end speech, who sends them, and whether the time of the request is then known. */
  const WAYS: [string, 'sent' | 'received', object, boolean][] = [
    ['a text', 'sent', { realtimeInput: { text: 'Hi' } }, true],
    [
      'the end of activity',
      'sent',
      { realtimeInput: { activityEnd: {} } },
      true,
    ],
    [
      'the end of the stream',
      'sent',
      { realtimeInput: { audioStreamEnd: true } },
      true,
    ],
    ['sound alone', 'sent', { realtimeInput: { audio: {} } }, false],
    [
      'the end of speech',
      'received',
      { voiceActivity: { voiceActivityType: 'ACTIVITY_END' } },
      true,
    ],
    [
      'an older signal of it',
      'received',
      {
        voiceActivityDetectionSignal: { vadSignalType: 'VAD_SIGNAL_TYPE_EOS' },
      },
      true,
    ],
    [
      'the begin of speech',
      'received',
      { voiceActivity: { voiceActivityType: 'ACTIVITY_START' } },
      false,
    ],
  ];
  for (const [name, way, message, isTimed] of WAYS) {
    it(`after ${name} is one turn, ${isTimed ? 'with' : 'without'} a time to its first chunk`, () => {
      const socket = openSocket(tracked, LIVE);
      socket.say(way, message);
      socket.received(content('one'));
      socket.received(content('two'));
      socket.received(complete);
      socket.close();
      const [{ attributes }, ...others] = tracked.genai() as [ReadableSpan];
      assert.deepEqual(others, []);
      assert.equal(attributes['error.type'], undefined);
      assert.equal(FIRST_CHUNK in attributes, isTimed);
    });
  }
});

describe('a turn of Realtime', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  const ENDS: [object, string | undefined, string[] | undefined][] = [
    [{ status: 'cancelled' }, undefined, ['cancelled']],
    [
      { status: 'cancelled', status_details: { reason: 'turn_detected' } },
      undefined,
      ['turn_detected'],
    ],
    [
      { status: 'cancelled', status_details: { reason: 'client_cancelled' } },
      'aborted',
      ['client_cancelled'],
    ],
    [{ status: 'failed' }, '_OTHER', undefined],
    [
      { status: 'failed', status_details: { error: { code: 'server_error' } } },
      'server_error',
      undefined,
    ],
  ];
  for (const [end, errorType, reasons] of ENDS) {
    it(`that ends with ${JSON.stringify(end)}: ${errorType ?? 'no error'}`, () => {
      const socket = openSocket(tracked, REALTIME);
      socket.sent({ type: 'response.create' });
      socket.received({ type: 'response.created', response: { id: 'x' } });
      socket.received({
        type: 'response.done',
        response: { id: 'x', output: [], ...end },
      });
      const [{ attributes }] = tracked.genai() as [ReadableSpan];
      assert.equal(attributes['error.type'], errorType);
      assert.deepEqual(attributes['gen_ai.response.finish_reasons'], reasons);
    });
  }
});
